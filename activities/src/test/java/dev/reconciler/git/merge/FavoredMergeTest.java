package dev.reconciler.git.merge;

import static dev.reconciler.git.fixture.LetterRepository.CONFLICT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.reconciler.git.fixture.LetterRepository;
import dev.reconciler.git.tree.BytePath;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Merges in which theirs is right wherever both sides have changed something; in the notation of the repository. */
class FavoredMergeTest {
    @TempDir
    Path folder;

    private LetterRepository repository;

    @BeforeEach
    void makeRepository() {
        repository = new LetterRepository(folder.resolve("letters"));
    }

    @AfterEach
    void close() {
        repository.close();
    }

    @Test
    void theirLinesWinWhereBothChangedThemAndOnlyThere() throws IOException {
        assertThat(merge("f=abcdefg", "f=Xbcdefp", "f=Ybcdefg")).isEqualTo("f=Ybcdefp");
        assertThat(merge("f=abc", "f=aXc", "f=ac")).isEqualTo("f=ac");
    }

    @Test
    void whatOnlyOneSideHasChangedIsTakenAsEver() throws IOException {
        assertThat(merge("f=a g=b", "f=X g=b h=n", "f=a g=Y")).isEqualTo("f=X g=Y h=n");
    }

    @Test
    void theirContentWinsWhereLinesCantBeMerged() throws IOException {
        assertThat(merge("f=0a", "f=0b", "f=0c")).isEqualTo("f=0c");
        assertThat(merge("k@=p", "k@=q", "k@=r")).isEqualTo("k@=r");
        assertThat(merge("f=a", "f*=X", "f@=r")).isEqualTo("f@=r");
        assertThat(merge("g=a", "g=a f=X", "g=a f*=Y")).isEqualTo("f*=Y g=a");
    }

    @Test
    void theirChangeWinsOverOurDeletionAndTheirDeletionOverOurChange() throws IOException {
        assertThat(merge("f=a g=b", "g=b", "f=Y g=b")).isEqualTo("f=Y g=b");
        assertThat(merge("f=a g=b", "f=X g=b", "g=b")).isEqualTo("g=b");
    }

    @Test
    void theirPathWinsWhereBothMovedAFile() throws IOException {
        assertThat(merge("f=abcdefg", "g=abcdefX", "h=Ybcdefg")).isEqualTo("h=YbcdefX");
        assertThat(merge("f=abc h=c", "g=abc h=c", "h=c")).isEqualTo("h=c");
        assertThat(merge("f=abc h=c", "h=c", "g=abc h=c")).isEqualTo("g=abc h=c");
    }

    @Test
    void theirFileWinsWhereOursWasMovedToItsPath() throws IOException {
        assertThat(merge("f=abc", "g=abc", "f=abY g=z")).isEqualTo("g=z");
    }

    @Test
    void whatWasAddedToADirectoryThatMovedStaysWhereItWasAdded() throws IOException {
        assertThat(merge("d/f=a", "e/f=a", "d/f=a d/g=b")).isEqualTo("d/g=b e/f=a");
        assertThat(merge("d/f=a", "d/f=a d/g=b", "e/f=a")).isEqualTo("d/g=b e/f=a");
    }

    @Test
    void whatCantBeBesideEachOtherIsAConflictAllTheSame() throws IOException {
        assertThat(merge("f=a", "f=a x=b", "f=a x/y=c")).isEqualTo(CONFLICT);
        assertThat(merge("m!=1", "m!=2", "m!=3")).isEqualTo(CONFLICT);
        assertThat(merge("f=a m!=1", "f=a m!=2", "f=a")).isEqualTo(CONFLICT);
    }

    @Test
    void aConflictHasItsPaths() throws IOException {
        assertThat(tryMerge("f=a m!=1", "f=a x=b m!=2", "f=a x=b m!=3").paths()).containsExactly(BytePath.of("m"));
    }

    private String merge(String base, String ours, String theirs) throws IOException {
        TreeMerge.MergedTree merged = tryMerge(base, ours, theirs);
        return merged.tree() == null ? CONFLICT : repository.show(merged.tree());
    }

    private TreeMerge.MergedTree tryMerge(String base, String ours, String theirs) throws IOException {
        return TreeMerge.merge(
                repository.objects(),
                MergeSettings.of(repository.repository()).favoringTheirs(),
                repository.tree(base),
                repository.tree(ours),
                repository.tree(theirs));
    }
}
