package dev.reconciler.git.checkout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.reconciler.git.error.RefusedException;
import dev.reconciler.git.file.SharedPermissions;
import dev.reconciler.git.fixture.NativeGit;
import dev.reconciler.git.lock.RepositoryLock;
import dev.reconciler.model.ErrorType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.eclipse.jgit.lib.ObjectId;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A move of a work tree, beside the same move by native git. */
class WorkTreeWriterTest {
    @TempDir
    Path directory;

    private Path data;
    private NativeGit git;
    private ObjectId from;
    private ObjectId to;

    @BeforeEach
    void aMoveWithEachKindOfFile() throws IOException {
        data = directory.resolve("data");
        git = NativeGit.init(data);
        git.write("plain", "old\n")
                .write("script", "old\n")
                .write("folder/file", "old\n")
                .write("becomes", "a file\n");
        from = git.commitAll("old");
        git.write("plain", "new\n")
                .write("script", "new\n")
                .write("folder/file", "new\n")
                .write("new/in/folders", "new\n");
        Files.setPosixFilePermissions(data.resolve("script"), PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.delete(data.resolve("becomes"));
        git.write("becomes/a/folder", "new\n");
        Files.createSymbolicLink(data.resolve("link"), Path.of("folder"));
        to = git.commitAll("new");
        git.run("reset", "-q", "--hard", from.name());
    }

    private void moveByOurs() throws IOException {
        try (CheckoutFixture checkout = CheckoutFixture.of(git)) {
            new WorkTreeUpdate(checkout.files()).apply(checkout.changes(from, to), new ArrayList<>());
        }
    }

    /** What a listing shows of each file and folder: mode, owner and group. */
    private static TreeMap<String, String> list(Path root) throws IOException {
        try (var all = Files.walk(root)) {
            return all.filter(path -> !path.startsWith(root.resolve(".git")))
                    .collect(Collectors.toMap(
                            path -> root.relativize(path).toString(),
                            WorkTreeWriterTest::describe,
                            (a, b) -> a,
                            TreeMap::new));
        }
    }

    private static String describe(Path path) {
        try {
            var all = Files.readAttributes(path, "unix:mode,uid,gid", LinkOption.NOFOLLOW_LINKS);
            return "%o %s %s".formatted(all.get("mode"), all.get("uid"), all.get("gid"));
        } catch (IOException failed) {
            throw new AssertionError(failed);
        }
    }

    /** Each has the mode that git gives it by the umask: one that a person had closed to others is open again. */
    @Test
    void eachFileAndFolderHasTheModeThatGitGives() throws IOException {
        Files.setPosixFilePermissions(data.resolve("plain"), PosixFilePermissions.fromString("rw-------"));
        NativeGit twin = copyForGit();

        moveByOurs();

        assertThat(list(data)).isEqualTo(list(twin.directory()));
        assertThatAllIsAsInTheTarget();
    }

    private void assertThatAllIsAsInTheTarget() {
        git.run("add", "-A");
        assertThat(git.run("diff", "--cached", "--name-only", to.name())).isEmpty();
    }

    private NativeGit copyForGit() throws IOException {
        Path copy = directory.resolve("twin");
        assertThat(execute("cp", "-a", data.toString(), copy.toString())).isZero();
        NativeGit twin = NativeGit.in(copy);
        twin.run("update-index", "-q", "--refresh");
        twin.run("reset", "-q", "--hard", to.name());
        return twin;
    }

    private static int execute(String... command) throws IOException {
        try {
            return new ProcessBuilder(command).inheritIO().start().waitFor();
        } catch (InterruptedException stopped) {
            throw new AssertionError(stopped);
        }
    }

    /** Made in the git directory and moved in, the new files had the group of the process. */
    @Test
    void inAFolderThatGivesItsGroupNewFilesHaveThatGroup() throws IOException {
        assumeThat(execute("chgrp", "-R", "4321", data.toString()))
                .as("who may give a group away")
                .isZero();
        assertThat(execute("find", data.toString(), "-type", "d", "-exec", "chmod", "g+s", "{}", "+"))
                .isZero();
        NativeGit twin = copyForGit();

        moveByOurs();

        assertThat(list(data)).isEqualTo(list(twin.directory()));
        assertThat(list(data)).allSatisfy((path, all) -> assertThat(all).endsWith(" 4321"));
    }

    /** A rename leads from one file system to another no file: the move ended as a defect of this program. */
    @Test
    void theGitDirectoryMayBeOnAnotherFileSystem() throws IOException {
        Path other = Path.of("/dev/shm");
        assumeThat(Files.isWritable(other) && !Files.getFileStore(other).equals(Files.getFileStore(directory)))
                .as("a second file system")
                .isTrue();
        Path separate = Files.createTempDirectory(other, "reconciler-test");
        try {
            assertThat(execute("mv", data.resolve(".git").toString(), separate.toString()))
                    .isZero();
            Files.writeString(data.resolve(".git"), "gitdir: " + separate.resolve(".git") + "\n");

            moveByOurs();

            assertThatAllIsAsInTheTarget();
        } finally {
            execute("rm", "-rf", separate.toString());
        }
    }

    /** As root, where the kernel lets it: a volume that is mounted on a folder of the work tree. */
    @Test
    void aVolumeMayBeMountedInTheWorkTree() throws IOException {
        Path folder = data.resolve("folder");
        assumeThat(execute("mount", "-t", "tmpfs", "test", folder.toString()))
                .as("who may mount")
                .isZero();
        try {
            git.write("folder/file", "old\n");

            moveByOurs();

            assertThatAllIsAsInTheTarget();
            try (CheckoutFixture checkout = CheckoutFixture.of(git)) {
                // The last file of the volume goes; the folder can't.
                checkout.remove("folder/file");
            }
            assertThat(folder).isEmptyDirectory();
        } finally {
            execute("umount", folder.toString());
        }
    }

    /** All new files are written before the first takes its place: here an object is missing, as on a full disk. */
    @Test
    void aMoveThatCantWriteAFileTouchesNone() throws IOException {
        String id = git.run("rev-parse", to.name() + ":script");
        Files.delete(data.resolve(".git/objects").resolve(id.substring(0, 2)).resolve(id.substring(2)));
        var before = list(data);

        try (CheckoutFixture checkout = CheckoutFixture.of(git)) {
            List<PathChange> changes = checkout.changes(from, to);
            List<PathChange> applied = new ArrayList<>();
            assertThatThrownBy(() -> new WorkTreeUpdate(checkout.files()).apply(changes, applied))
                    .isInstanceOf(IOException.class);
            assertThat(applied).isEmpty();
        }

        assertThat(list(data)).isEqualTo(before);
        assertThat(git.run("status", "--porcelain")).isEmpty();
    }

    /** The application's next git add would commit the private files of the killed run. */
    @Test
    void whatAKilledRunHasPreparedIsRemovedBeforeTheLockIsGiven() throws IOException {
        try (CheckoutFixture checkout = CheckoutFixture.of(git)) {
            WorkTreeWriter killed = checkout.files().openWriter(checkout.changes(from, to));
            for (PathChange change : checkout.changes(from, to)) {
                if (!change.to().isNothing()) {
                    killed.prepare(change);
                }
            }
            assertThat(git.run("status", "--porcelain", "-uall")).contains("?? .reconciler-", "?? folder/.reconciler-");

            RepositoryLock.acquire(data.resolve(".git"), SharedPermissions.OF_UMASK)
                    .close();
        }

        assertThat(git.run("status", "--porcelain", "-uall")).isEmpty();
        assertThat(list(data)).containsOnlyKeys("", "plain", "script", "folder", "folder/file", "becomes");
    }

    /** Somebody leads a folder of the work tree to another place, between the look at it and the write. */
    @Test
    void whatWasPreparedIsNotWrittenThroughALink() throws IOException {
        Path outside = Files.createDirectory(directory.resolve("outside"));
        try (CheckoutFixture checkout = CheckoutFixture.of(git)) {
            PathContent content = checkout.content(to, "folder/file");
            PathChange change = new PathChange("folder/file", checkout.content(from, "folder/file"), content);
            try (WorkTreeWriter writer = checkout.files().openWriter(List.of(change))) {
                Files.move(data.resolve("folder"), directory.resolve("moved"));
                Files.createSymbolicLink(data.resolve("folder"), outside);
                writer.prepare(change);

                assertThatThrownBy(() -> writer.moveIntoPlace(change))
                        .isInstanceOfSatisfying(RefusedException.class, refused -> assertThat(refused.type())
                                .isEqualTo(ErrorType.WORK_TREE_DIRTY));
            }
        }

        assertThat(outside).isEmptyDirectory();
        assertThat(directory.resolve("moved/file")).hasContent("old");
        assertThat(git.run("status", "--porcelain", "-uall")).doesNotContain(".reconciler-");
    }

    @Test
    void aLinkToAFolderKeepsItsSlash() throws IOException {
        assertThat(execute("ln", "-s", "folder/", data.resolve("slash").toString()))
                .isZero();
        from = git.id("HEAD");
        to = git.commitAll("a link to a folder");
        git.run("reset", "-q", "--hard", from.name());

        moveByOurs();

        assertThatAllIsAsInTheTarget();
    }

    @Test
    void aLinkThatCantBeMadeAsItIsIsRefusedByName() throws IOException {
        assertThat(execute("ln", "-s", "folder//file", data.resolve("doubled").toString()))
                .isZero();
        from = git.id("HEAD");
        to = git.commitAll("a link with a doubled slash");
        git.run("reset", "-q", "--hard", from.name());

        assertThatThrownBy(this::moveByOurs)
                .isInstanceOfSatisfying(RefusedException.class, refused -> assertThat(refused.type())
                        .isEqualTo(ErrorType.UNSUPPORTED))
                .hasMessageContaining("doubled is a link to 'folder//file'");
        assertThat(git.run("status", "--porcelain")).isEmpty();
    }

    @Test
    void whereLinksAreSwitchedOffALinkIsAFileWithItsTarget() throws IOException {
        git.run("config", "core.symlinks", "false");

        moveByOurs();

        assertThat(data.resolve("link")).isRegularFile().hasContent("folder");
        git.run("read-tree", to.name());
        assertThat(git.run("diff", "--name-only")).isEmpty();
        try (CheckoutFixture checkout = CheckoutFixture.of(git)) {
            assertThat(checkout.files().read("link", checkout.content(to, "link")))
                    .isEqualTo(checkout.content(to, "link"));
        }
    }
}
