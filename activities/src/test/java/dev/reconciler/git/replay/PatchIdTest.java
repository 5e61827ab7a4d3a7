package dev.reconciler.git.replay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reconciler.git.fixture.LetterTest;
import dev.reconciler.git.tree.BytePath;
import dev.reconciler.git.tree.TreeDiff;
import java.io.IOException;
import java.util.Map;
import org.eclipse.jgit.lib.ObjectId;
import org.junit.jupiter.api.Test;

/** Which changes are the same; git tells by what {@code git rev-list --cherry-pick} leaves out. */
class PatchIdTest extends LetterTest {
    @Test
    void theSameChangeOfOneTextFurtherDownIsTheSame() throws IOException {
        assertSame("f=abcdefg", "f=abcdeXg", "f=YYYabcdefg", "f=YYYabcdeXg");
    }

    @Test
    void otherLinesAroundItMakeItAnotherChange() throws IOException {
        assertDifferent("f=abcdefg", "f=abcXefg", "f=abQdefg", "f=abQXefg");
    }

    @Test
    void linesMoreThanThreeAwayCountForNothing() throws IOException {
        assertSame("f=Pabcdefg", "f=PabcXefg", "f=Qabcdefg", "f=QabcXefg");
    }

    @Test
    void anotherPathIsAnotherChange() throws IOException {
        assertDifferent("f=a g=a", "f=b g=a", "f=a g=a", "f=a g=b");
    }

    @Test
    void aFileThatComesAndOneThatGoesAreDifferent() throws IOException {
        assertDifferent("f=a", "f=a g=a", "f=a g=a", "f=a");
        assertDifferent("f=a", "f=a g=a", "f=a", "f=a g*=a");
    }

    @Test
    void twoChangesOfABinaryAreTheSameOnlyWithTheSameContents() throws IOException {
        assertSame("f=0a", "f=0b", "f=0a g=a", "f=0b g=a");
        assertDifferent("f=0a", "f=0b", "f=0a", "f=0c");
    }

    @Test
    void aModeThatChangesWithTheTextMakesItAnotherChange() throws IOException {
        assertDifferent("f=ab", "f=aX", "f=ab", "f*=aX");
        assertDifferent("f=ab", "f*=aX", "f*=ab", "f*=aX");
    }

    @Test
    void aModeThatStaysCountsForNothing() throws IOException {
        assertSame("f=ab", "f=aX", "f*=ab", "f*=aX");
    }

    @Test
    void aLinkIsTheTextOfItsTargetAndASubmoduleTheTextOfItsCommit() throws IOException {
        assertSame("f@=a", "f@=b", "f@=a g=a", "f@=b g=a");
        assertDifferent("f@=a", "f@=b", "f@=a", "f@=c");
        assertSame("f!=1", "f!=2", "f!=1 g=a", "f!=2 g=a");
        assertDifferent("f!=1", "f!=2", "f!=1", "f!=3");
    }

    @Test
    void linesThatRepeatAreComparedAsByMyersWhateverTheSettingsSay() throws IOException {
        // By the histogram the first two are different, and the others the same.
        repository.git().run("config", "diff.algorithm", "histogram");
        assertSame("f=aaacc", "f=aaaac", "f=caaacc", "f=caaaac");
        assertDifferent("f=acbbc", "f=cbcabbc", "f=acbbcc", "f=cbcabbcc");
    }

    @Test
    void spacesCountForTheExactIdAlone() throws IOException {
        ObjectId before = repository.treeOfTexts(Map.of("f", "a b\n"));
        assertAlike(
                patchId(before, repository.treeOfTexts(Map.of("f", "a c\n"))),
                patchId(before, repository.treeOfTexts(Map.of("f", "a  c\n"))));
    }

    @Test
    void spacesOfAPathCountForTheExactIdAloneWhateverItsPlaceInTheTree() throws IOException {
        ObjectId before = repository.treeOfTexts(Map.of("f", "a\n"));
        assertAlike(
                patchId(before, repository.treeOfTexts(Map.of("f", "a\n", "a b", "x\n", "aa", "y\n"))),
                patchId(before, repository.treeOfTexts(Map.of("f", "a\n", "ab", "x\n", "aa", "y\n"))));
    }

    @Test
    void aLineThatReadsLikeTwoCountsForTheExactIdAlone() throws IOException {
        assertAlike(
                patchId(repository.treeOfTexts(Map.of("f", "X+Y\n")), repository.treeOfTexts(Map.of("f", ""))),
                patchId(repository.treeOfTexts(Map.of("f", "X\n")), repository.treeOfTexts(Map.of("f", "Y\n"))));
    }

    private static void assertAlike(PatchId one, PatchId other) {
        assertThat(other.loose()).isEqualTo(one.loose());
        assertThat(other.exact()).isNotEqualTo(one.exact());
    }

    private void assertSame(String before, String after, String otherBefore, String otherAfter) throws IOException {
        assertThat(patchId(repository.tree(before), repository.tree(after)))
                .isEqualTo(patchId(repository.tree(otherBefore), repository.tree(otherAfter)));
        assertThat(isLeftOutByGit(before, after, otherBefore, otherAfter)).isTrue();
    }

    private void assertDifferent(String before, String after, String otherBefore, String otherAfter)
            throws IOException {
        PatchId one = patchId(repository.tree(before), repository.tree(after));
        PatchId other = patchId(repository.tree(otherBefore), repository.tree(otherAfter));
        assertThat(one.loose()).isNotEqualTo(other.loose());
        assertThat(isLeftOutByGit(before, after, otherBefore, otherAfter)).isFalse();
    }

    private PatchId patchId(ObjectId before, ObjectId after) throws IOException {
        return PatchId.of(
                PatchTextsTest.readTexts(objects, repository, after),
                TreeDiff.between(objects, BytePath.ROOT, before, after));
    }

    private boolean isLeftOutByGit(String before, String after, String otherBefore, String otherAfter)
            throws IOException {
        ObjectId one = repository.commit(repository.tree(after), repository.commit(repository.tree(before)));
        ObjectId other =
                repository.commit(repository.tree(otherAfter), repository.commit(repository.tree(otherBefore)));
        String left = repository
                .git()
                .run(
                        "rev-list",
                        "--cherry-pick",
                        "--right-only",
                        "--max-parents=1",
                        "--min-parents=1",
                        other.name() + "..." + one.name());
        return !left.contains(one.name());
    }
}
