package dev.reconciler.git.merge.rename;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reconciler.git.fixture.LetterTest;
import dev.reconciler.git.tree.BytePath;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Where a directory went, by the files that were renamed out of it: {@code "d/f>e/f"}. */
class DirectoryRenamesTest extends LetterTest {
    private final RemovedDirectories vanished = new RemovedDirectories();

    @Test
    void aDirectoryWentWhereMostOfItsFilesWent() throws IOException {
        DirectoryRenames renames = count("x=a", "d/f>e/f", "d/g>e/g", "d/h>i/h");
        assertThat(renames.winners()).containsOnlyKeys(path("d")).containsValue(path("e"));
        assertThat(renames.isSplit(path("d"))).isFalse();
    }

    @Test
    void whereTwoPlacesGotEquallyManyTheDirectoryIsSplit() throws IOException {
        DirectoryRenames renames = count("x=a", "d/f>e/f", "d/g>i/g");
        assertThat(renames.winners()).isEmpty();
        assertThat(renames.isSplit(path("d"))).isTrue();
    }

    @Test
    void aDirectoryThatIsStillThereDidNotGo() throws IOException {
        DirectoryRenames renames = count("d/k=a", "d/f>e/f");
        assertThat(renames.winners()).isEmpty();
        assertThat(renames.isSplit(path("d"))).isFalse();
    }

    @Test
    void theRootNeverGoes() throws IOException {
        assertThat(count("x=a", "f>d/f").winners()).isEmpty();
    }

    @Test
    void onlyDirectoriesThatWereAddedToMatterForTheAddedFiles() throws IOException {
        vanished.recordAdded(path("d"), List.of(path("d/new")), List.of());
        assertThat(count("x=a", "d/f>e/f", "i/g>k/g").movedDirectories()).containsOnlyKeys(path("d"));
    }

    @Test
    void aDirectoryAboveWentAlongWhereItWasAddedToAndTheNamesBelowStayed() throws IOException {
        vanished.recordAdded(path("d"), List.of(path("d/new")), List.of());
        DirectoryRenames renames = count("x=a", "d/s/f>e/s/f");
        assertThat(renames.winners()).containsEntry(path("d/s"), path("e/s")).containsEntry(path("d"), path("e"));
    }

    @Test
    void aDirectoryAboveStayedWhereTheNameBelowChanged() throws IOException {
        vanished.recordAdded(path("d"), List.of(path("d/new")), List.of());
        assertThat(count("x=a", "d/s/f>e/t/f").winners()).containsOnlyKeys(path("d/s"));
    }

    private DirectoryRenames count(String side, String... renames) throws IOException {
        DirectoryRenames directories = new DirectoryRenames(objects, repository.tree(side), vanished);
        for (String rename : renames) {
            String[] paths = rename.split(">", -1);
            directories.countRename(path(paths[0]), path(paths[1]));
        }
        return directories;
    }

    private static BytePath path(String text) {
        return BytePath.of(text);
    }
}
