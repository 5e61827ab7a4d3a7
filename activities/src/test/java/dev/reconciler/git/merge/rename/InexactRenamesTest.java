package dev.reconciler.git.merge.rename;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reconciler.git.fixture.LetterTest;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** Renames between two trees, with {@code git diff -M} as the reference; no two files have one name. */
class InexactRenamesTest extends LetterTest {
    @Test
    void halfOfAFileIsEnoughAndLessIsNot() throws IOException {
        assertThat(renames("f=ab", "g=aX")).isEqualTo("f>g");
        assertThat(renames("f=abc", "g=aXY")).isEmpty();
    }

    @Test
    void thePairThatIsMostAlikeComesFirst() throws IOException {
        assertThat(renames("f=abcX g=abcd", "h=abcdY")).isEqualTo("g>h");
        assertThat(renames("f=abcd g=abXY", "h=abcZ i=abXd")).isEqualTo("f>h g>i");
    }

    @Test
    void aSourceThatIsTakenIsNoLongerOpenForTheNextTarget() throws IOException {
        assertThat(renames("f=abcd", "g=abcX h=abYZ")).isEqualTo("f>g");
    }

    @Test
    void ofEquallyAlikeSourcesTheFirstIsTaken() throws IOException {
        assertThat(renames("f=abcd g=abce", "h=abcX")).isEqualTo("f>h");
        assertThat(renames("f=abcd g=abce", "h=abcX i=abcY")).isEqualTo("f>h g>i");
    }

    @Test
    void anExactRenameComesBeforeAllThatAreOnlyAlike() throws IOException {
        assertThat(renames("f=abcd g=abce", "h=abce")).isEqualTo("g>h");
    }

    @Test
    void whereThereIsTooMuchToCompareNothingIsTaken() throws IOException {
        assertThat(RenameNotation.find(objects, repository.tree("f=ab g=cd"), repository.tree("h=aX i=cX"), 1))
                .isEmpty();
        assertThat(RenameNotation.find(objects, repository.tree("f=ab g=cd"), repository.tree("h=ab i=cd"), 1))
                .as("what moved unchanged is not compared")
                .isEqualTo("f>h g>i");
    }

    @Test
    void whereVersionsOfGitCountALastLineInTwoWaysNothingIsCertain() throws IOException {
        assertThat(RenameNotation.find(objects, repository.tree("f=ab."), repository.tree("g=Xb.")))
                .isEmpty();
        assertThat(RenameNotation.find(objects, repository.tree("f=aab."), repository.tree("g=aXb.")))
                .endsWith(RenameNotation.UNCERTAIN);
    }

    private String renames(String before, String after) throws IOException {
        String renames = RenameNotation.find(objects, repository.tree(before), repository.tree(after));
        assertThat(renames).isEqualTo(repository.renamesByGit(before, after));
        return renames;
    }
}
