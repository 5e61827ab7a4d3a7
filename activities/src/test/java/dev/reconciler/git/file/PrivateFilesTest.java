package dev.reconciler.git.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A work tree in which a killed process was writing files under private names. */
class PrivateFilesTest {
    @TempDir
    Path directory;

    private Path root;
    private Path commonDir;
    private PrivateFiles killed;

    @BeforeEach
    void aKilledMove() throws IOException {
        root = Files.createDirectory(directory.resolve("data"));
        commonDir = Files.createDirectory(root.resolve(".git"));
        Files.createDirectories(root.resolve("some folder/deeper"));
        killed = PrivateFiles.begin(
                commonDir,
                root,
                List.of("", "some folder/deeper", "not/there"),
                SharedPermissions.OF_UMASK,
                new DiskSync());
        Files.createFile(root.resolve(killed.name("0")));
        Files.createFile(root.resolve("some folder/deeper").resolve(killed.name("1")));
        Path folder = Files.createDirectory(root.resolve("some folder/deeper").resolve(killed.name("new")));
        Files.createSymbolicLink(folder.resolve("2"), directory);
    }

    private List<Path> privateFiles(Path where) throws IOException {
        try (var all = Files.walk(where)) {
            return all.filter(path -> path.getFileName().toString().startsWith(".reconciler-"))
                    .toList();
        }
    }

    @Test
    void whatAKilledProcessLeftIsRemovedAndNothingElse() throws IOException {
        Path ofAPerson = Files.createFile(root.resolve(".reconciler-notes"));
        Path ofAnotherMove = Files.createFile(root.resolve(".reconciler-0123456789abcdef-0"));

        PrivateFiles.sweep(commonDir);

        assertThat(privateFiles(root)).containsExactlyInAnyOrder(ofAPerson, ofAnotherMove);
        assertThat(root.resolve("some folder/deeper")).isDirectory();
        assertThat(commonDir.resolve("reconciler")).isEmptyDirectory();
    }

    @Test
    void aCloneThatAPersonHasMovedSinceIsSweptToo() throws IOException {
        Path moved = Files.move(root, directory.resolve("moved"));

        PrivateFiles.sweep(moved.resolve(".git"));

        assertThat(privateFiles(moved)).isEmpty();
    }

    /** The sweep looked beside the target of the link, found nothing, and forgot the list. */
    @Test
    void aGitDirectoryToWhichDotGitIsALinkLeadsToItsWorkTree() throws IOException {
        Path linked = Files.createDirectories(directory.resolve("linked"));
        Path target = Files.createDirectories(directory.resolve("elsewhere/git"));
        Path dotGit = Files.createSymbolicLink(linked.resolve(".git"), target);
        PrivateFiles left = PrivateFiles.begin(dotGit, linked, List.of(""), SharedPermissions.OF_UMASK, new DiskSync());
        Files.createFile(linked.resolve(left.name("0")));

        PrivateFiles.sweep(target);

        assertThat(privateFiles(linked)).isEmpty();
    }

    @Test
    void aNewListSweepsTheOldOne() throws IOException {
        PrivateFiles.begin(commonDir, root, List.of(""), SharedPermissions.OF_UMASK, new DiskSync())
                .forget();

        assertThat(privateFiles(root)).isEmpty();
    }

    /** A list that was cut off led to the beginning of every name: all files of the folder. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "private files of",
                "private files of\0..\0",
                "private files of\0..\0.reconciler-01",
                "anything\0..\0.\0\0"
            })
    void aListThatIsNotWholeLeadsToNoFile(String text) throws IOException {
        Path list = commonDir.resolve("reconciler/checkout");
        Files.writeString(list, text);

        PrivateFiles.sweep(commonDir);

        assertThat(privateFiles(root)).hasSize(3);
        assertThat(list).doesNotExist();
    }

    @Test
    void whereTheWorkTreeIsNotMountedTheListStays() throws IOException {
        Path elsewhere = Files.createDirectory(directory.resolve("git-dir"));
        Path volume = Files.createDirectory(directory.resolve("volume"));
        PrivateFiles.begin(elsewhere, volume, List.of(""), SharedPermissions.OF_UMASK, new DiskSync());
        Files.delete(volume);

        PrivateFiles.sweep(elsewhere);

        assertThat(elsewhere.resolve("reconciler/checkout")).exists();
    }
}
