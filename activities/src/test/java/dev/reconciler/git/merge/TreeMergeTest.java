package dev.reconciler.git.merge;

import static dev.reconciler.git.fixture.LetterRepository.CONFLICT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.reconciler.git.fixture.LetterTest;
import dev.reconciler.git.tree.MergeObjects;
import java.io.IOException;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.junit.jupiter.api.Test;

/** Merges of trees: base, ours, theirs. Each row is merged by {@code git merge-tree} as well, which must agree. */
class TreeMergeTest extends LetterTest {
    @Test
    void changesOfTwoFilesAreBothTaken() throws IOException {
        assertThat(merge("f=a g=b", "f=X g=b", "f=a g=Y")).isEqualTo("f=X g=Y");
        assertThat(merge("d/f=a e/g=b", "d/f=X e/g=b", "d/f=a e/g=Y")).isEqualTo("d/f=X e/g=Y");
    }

    @Test
    void changesOfOneFileAreMergedAsTexts() throws IOException {
        assertThat(merge("f=abc", "f=Xbc", "f=abY")).isEqualTo("f=XbY");
        assertThat(merge("f=abc", "f=Xbc", "f=Ybc")).isEqualTo(CONFLICT);
    }

    @Test
    void aFileThatBothDeletedIsGone() throws IOException {
        assertThat(merge("f=a g=b h=c", "g=X h=c", "g=b h=Y")).isEqualTo("g=X h=Y");
    }

    @Test
    void aFileDeletedOnOneSideAndChangedOnTheOtherIsAConflict() throws IOException {
        assertThat(merge("f=ab g=c", "g=c", "f=aX g=c")).isEqualTo(CONFLICT);
        assertThat(merge("f=ab g=c", "f=aX g=c", "g=c")).isEqualTo(CONFLICT);
    }

    @Test
    void aFileAddedByBothIsAConflictUnlessItIsTheSame() throws IOException {
        assertThat(merge("f=a", "f=X g=b", "f=a g=b")).isEqualTo("f=X g=b");
        assertThat(merge("f=a", "f=a g=b", "f=a g=c")).isEqualTo(CONFLICT);
    }

    @Test
    void anEditFollowsTheFileThatTheOtherSideRenamed() throws IOException {
        assertThat(merge("f=abc", "g=abc", "f=abY")).isEqualTo("g=abY");
        assertThat(merge("f=abc", "f=abY", "g=abc")).isEqualTo("g=abY");
        assertThat(merge("f=abc", "g=Xbc", "f=abY")).isEqualTo("g=XbY");
    }

    @Test
    void aFileThatBothRenamedAlikeIsMergedThere() throws IOException {
        assertThat(merge("f=abc", "g=Xbc", "g=abY")).isEqualTo("g=XbY");
    }

    @Test
    void aFileRenamedToTwoNamesIsAConflict() throws IOException {
        assertThat(merge("f=a", "g=a", "h=a")).isEqualTo(CONFLICT);
    }

    @Test
    void aFileRenamedOnOneSideAndDeletedOnTheOtherIsAConflict() throws IOException {
        assertThat(merge("f=ab h=c", "g=ab h=c", "h=c")).isEqualTo(CONFLICT);
        assertThat(merge("f=ab h=c", "h=c", "g=ab h=c")).isEqualTo(CONFLICT);
    }

    @Test
    void aFileRenamedToWhereTheOtherSideHasOneIsAConflict() throws IOException {
        assertThat(merge("f=abc", "g=abc", "f=abY g=z")).isEqualTo(CONFLICT);
    }

    @Test
    void whatWasAddedToADirectoryThatMovedIsAConflict() throws IOException {
        assertThat(merge("d/f=a", "e/f=a", "d/f=a d/g=b")).isEqualTo(CONFLICT);
        assertThat(merge("d/f=a", "d/f=a d/g=b", "e/f=a")).isEqualTo(CONFLICT);
    }

    @Test
    void aFileAgainstADirectoryOfItsNameIsAConflict() throws IOException {
        assertThat(merge("f=a", "f=a x=b", "f=a x/y=c")).isEqualTo(CONFLICT);
    }

    @Test
    void aDirectoryMayTakeThePlaceOfAFileThatTheOtherSideLeftAlone() throws IOException {
        assertThat(merge("f=a x=b", "f=X x=b", "f=a x/y=c")).isEqualTo("f=X x/y=c");
    }

    @Test
    void aFileMayTakeThePlaceOfADirectoryThatARenameLeavesEmpty() throws IOException {
        assertThat(merge("x/y=abc", "x/y=abY", "x=q z=abc")).isEqualTo("x=q z=abY");
    }

    @Test
    void aModeOfOneSideAndATextOfTheOtherAreBothTaken() throws IOException {
        assertThat(merge("f=ab", "f*=ab", "f=aY")).isEqualTo("f*=aY");
    }

    @Test
    void linksAndSubmodulesThatBothChangedAreAConflict() throws IOException {
        assertThat(merge("f=a k@=p", "f=X k@=q", "f=a k@=p")).isEqualTo("f=X k@=q");
        assertThat(merge("k@=p", "k@=q", "k@=r")).isEqualTo(CONFLICT);
        assertThat(merge("f=a m!=1", "f=a m!=2", "f=X m!=1")).isEqualTo("f=X m!=2");
    }

    @Test
    void aBinaryThatBothChangedIsAConflict() throws IOException {
        assertThat(merge("f=0a", "f=0b", "f=0c")).isEqualTo(CONFLICT);
    }

    @Test
    void aTreeOfWhichNothingIsLeftIsEmpty() throws IOException {
        assertThat(merge("f=a g=b", "f=a", "g=b")).isEmpty();
    }

    /**
     * Two merges of one file, the second on top of the first, tried in order to learn whether a person resolved them by
     * hand. The wrong program ended the replay of such a history with an UnsupportedOperationException.
     */
    @Test
    void aMergeOnTopOfAMergeIsTriedWithoutWriting() throws IOException {
        ObjectId base = repository.tree("f=abcde");
        ObjectId side = repository.tree("f=abYde");
        ObjectId first = repository.tree("f=XbYde");
        ObjectId laterSide = repository.tree("f=abYdZ");
        MergeSettings settings = MergeSettings.of(repository.repository());
        try (ObjectReader reader = repository.repository().newObjectReader();
                MergeObjects scratch = MergeObjects.readOnly(reader)) {
            assertThat(TreeMerge.merge(scratch, settings, base, repository.tree("f=Xbcde"), side)
                            .tree())
                    .isEqualTo(first);
            assertThat(TreeMerge.merge(scratch, settings, side, first, laterSide)
                            .tree())
                    .isEqualTo(repository.tree("f=XbYdZ"));
        }
    }

    /**
     * Ours renames f to g, theirs changes f and adds a g: f is merged first, and what comes of it then meets the other
     * g. The try read the first result where nothing was written, and the object was taken for a missing one.
     */
    @Test
    void aMergeInTwoStepsIsTriedWithoutWriting() throws IOException {
        ObjectId base = repository.tree("f=abcdefgh");
        ObjectId ours = repository.tree("g=Xbcdefgh");
        ObjectId theirs = repository.tree("f=abcdefgY g=other");
        MergeSettings settings = MergeSettings.of(repository.repository());
        try (ObjectReader reader = repository.repository().newObjectReader();
                MergeObjects scratch = MergeObjects.readOnly(reader)) {
            TreeMerge.MergedTree tried = TreeMerge.merge(scratch, settings, base, ours, theirs);

            assertThat(tried).isEqualTo(TreeMerge.merge(objects, settings, base, ours, theirs));
            assertThat(tried.conflicts()).contains("g");
        }
    }

    @Test
    void aConflictNamesEachPathAndWhy() throws IOException {
        TreeMerge.MergedTree merged = TreeMerge.merge(
                objects,
                MergeSettings.of(repository.repository()),
                repository.tree("f=a g=b"),
                repository.tree("f=X g=P"),
                repository.tree("f=Y g=Q"));
        assertThat(merged.tree()).isNull();
        assertThat(merged.conflicts())
                .isEqualTo("f was changed on both sides in the same place;"
                        + " g was changed on both sides in the same place");
    }

    private String merge(String base, String ours, String theirs) throws IOException {
        String merged = repository.mergeByOurs(base, ours, theirs);
        assertThat(merged).isEqualTo(repository.mergeByGit(base, ours, theirs));
        return merged;
    }
}
