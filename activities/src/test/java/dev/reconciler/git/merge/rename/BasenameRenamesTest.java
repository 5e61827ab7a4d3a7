package dev.reconciler.git.merge.rename;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reconciler.git.fixture.LetterTest;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** Files that kept their name in another directory. The reference is {@code git diff -M}, or a merge of git. */
class BasenameRenamesTest extends LetterTest {
    @Test
    void theOnlyFileOfTheNameIsTakenThoughAnotherFileIsMoreAlike() throws IOException {
        assertThat(renames("d/f=abcdefgh", "e/f=abcdefXY g=abcdefgX")).isEqualTo("d/f>e/f");
    }

    @Test
    void lessThanThreeQuartersIsNotEnoughForTheName() throws IOException {
        assertThat(renames("d/f=abcd", "e/f=abXY g=abcX")).isEqualTo("d/f>g");
    }

    @Test
    void whatTheNameDoesNotDecideIsStillComparedWithAll() throws IOException {
        assertThat(renames("d/f=abcd", "e/f=abXY")).isEqualTo("d/f>e/f");
    }

    @Test
    void aNameThatTwoTargetsHaveDecidesNothing() throws IOException {
        assertThat(renames("d/f=abcdefgh", "e/f=abcdefXY i/f=abcdefgX")).isEqualTo("d/f>i/f");
    }

    @Test
    void aNameThatTwoSourcesHaveDecidesNothing() throws IOException {
        assertThat(renames("d/f=abcdefgX i/f=abcdefXY", "e/f=abcdefgh")).isEqualTo("d/f>e/f");
    }

    @Test
    void aFileThatMovedUnchangedNoLongerSharesItsName() throws IOException {
        assertThat(renames("d/f=abcdefgh i/f=klmn", "e/f=abcdefXY k/f=klmn g=abcdefgX"))
                .isEqualTo("d/f>e/f i/f>k/f");
    }

    /** Without the guess the more alike i/f would be taken, and the edit would end in a file that is new. */
    @Test
    void ofTwoTargetsTheOneIsTakenThatIsWhereTheDirectoryWent() throws IOException {
        String base = "d/f=abcdefgh d/x=pq z=z";
        String ours = "e/f=abcdefXY e/x=pq i/f=abcdefgX z=z";
        assertThat(findRenames(base, ours)).isEqualTo("d/f>e/f d/x>e/x");

        String theirs = "d/f=Qabcdefgh d/x=pq z=z";
        String merged = repository.mergeByOurs(base, ours, theirs);
        assertThat(merged).isEqualTo("e/f=QabcdefXY e/x=pq i/f=abcdefgX z=z");
        assertThat(merged).isEqualTo(repository.mergeByGit(base, ours, theirs));
    }

    @Test
    void whereTheDirectoryWentToTheRootNoTargetIsGuessed() throws IOException {
        assertThat(findRenames("d/f=abcdefgh d/x=pq", "f=abcdefXY x=pq i/f=abcdefgX"))
                .isEqualTo("d/f>i/f d/x>x");
    }

    @Test
    void whereTheDirectoryIsSplitNothingIsCertain() throws IOException {
        assertThat(findRenames("d/f=abcdefgh d/x=pq d/y=rs", "e/f=abcdefXY e/x=pq i/f=abcdefgX i/y=rs"))
                .isEqualTo("d/f>i/f d/x>e/x d/y>i/y" + RenameNotation.UNCERTAIN);
    }

    @Test
    void whereVersionsOfGitCountALastLineInTwoWaysNothingIsCertain() throws IOException {
        assertThat(findRenames("d/f=abcdz.", "e/f=Xbcdz.")).endsWith(RenameNotation.UNCERTAIN);
        assertThat(findRenames("d/f=abcdz", "e/f=Xbcdz")).isEqualTo("d/f>e/f");
    }

    private String renames(String before, String after) throws IOException {
        String renames = findRenames(before, after);
        assertThat(renames).isEqualTo(repository.renamesByGit(before, after));
        return renames;
    }

    private String findRenames(String before, String after) throws IOException {
        return RenameNotation.find(objects, repository.tree(before), repository.tree(after));
    }
}
