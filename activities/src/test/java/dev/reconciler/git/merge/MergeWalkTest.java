package dev.reconciler.git.merge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reconciler.git.fixture.LetterTest;
import dev.reconciler.git.tree.BytePath;
import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is decided by ids alone, and what is left: base, ours, theirs. */
class MergeWalkTest extends LetterTest {
    private TreeEdits edits;

    @BeforeEach
    void makeRepository() {
        edits = new TreeEdits();
    }

    @Test
    void whatOneSideChangedIsNoContest() throws IOException {
        MergeWalk walk = walk("f=a g=b h=c", "f=X g=b h=c", "f=a g=Y h=c");
        assertThat(walk.contestedPaths()).isEmpty();
        // Ours is what is edited, so only what theirs changed is an edit.
        assertThat(edits.children()).containsOnlyKeys(BytePath.of("g"));
    }

    @Test
    void whatBothChangedAlikeIsNeitherAContestNorAnEdit() throws IOException {
        MergeWalk walk = walk("f=a", "f=X g=b", "f=X g=b");
        assertThat(walk.contestedPaths()).isEmpty();
        assertThat(edits.isEmpty()).isTrue();
    }

    @Test
    void whatBothChangedIsAContest() throws IOException {
        assertThat(paths(walk("d/f=a e/f=a", "d/f=X e/f=a", "d/f=Y e/f=a").contestedPaths()))
                .isEqualTo("d/f");
    }

    @Test
    void aChangeAgainstADeletionIsAContest() throws IOException {
        assertThat(paths(walk("f=a g=b", "f=a", "f=a g=Y").contestedPaths())).isEqualTo("g");
        assertThat(paths(walk("f=a g=b", "f=a g=Y", "f=a").contestedPaths())).isEqualTo("g");
    }

    @Test
    void whatBothDeletedIsRememberedForARenameToExplain() throws IOException {
        assertThat(paths(walk("d/f=a d/g=b h=c", "h=X", "h=Y").deletedByBoth())).isEqualTo("d/f d/g");
        assertThat(paths(walk("d/f=a d/g=b", "d/g=X", "d/g=Y").deletedByBoth())).isEqualTo("d/f");
    }

    @Test
    void aDirectoryThatBothReplacedByOneFileIsDeletedByBoth() throws IOException {
        assertThat(paths(walk("d/f=a", "d=X", "d=X").deletedByBoth())).isEqualTo("d/f");
    }

    @Test
    void aFileOfOneSideAndADirectoryOfTheOtherAreBothKeptForTheEnd() throws IOException {
        MergeWalk walk = walk("f=a", "f=a x=b", "f=a x/y=c");
        assertThat(walk.contestedPaths()).isEmpty();
        assertThat(edits.children()).containsOnlyKeys(BytePath.of("x"));
    }

    @Test
    void whatWasAddedToADirectoryThatIsGoneOnTheOtherSideIsNoted() throws IOException {
        MergeWalk walk = walk("d/f=a", "e/f=a", "d/f=a d/g=b d/h/i=c");
        assertThat(walk.removedDirectories(MergeSide.OURS).added())
                .containsExactly(BytePath.of("d/g"), BytePath.of("d/h"));
        assertThat(walk.removedDirectories(MergeSide.THEIRS).added()).isEmpty();
        assertThat(walk("d/f=a", "d/f=a d/g=b", "e/f=a")
                        .removedDirectories(MergeSide.THEIRS)
                        .added())
                .containsExactly(BytePath.of("d/g"));
    }

    @Test
    void anAdditionToADirectoryThatIsStillThereIsNotNoted() throws IOException {
        assertThat(walk("d/f=a d/k=k", "d/k=k e/f=a", "d/f=a d/g=b d/k=k")
                        .removedDirectories(MergeSide.OURS)
                        .added())
                .isEmpty();
    }

    private MergeWalk walk(String base, String ours, String theirs) throws IOException {
        MergeWalk walk = new MergeWalk(objects);
        walk.walkTrees(repository.tree(base), repository.tree(ours), repository.tree(theirs), edits);
        return walk;
    }

    private static String paths(List<MergeWalk.ContestedPath> contests) {
        return contests.stream().map(each -> each.path().toString()).collect(Collectors.joining(" "));
    }
}
