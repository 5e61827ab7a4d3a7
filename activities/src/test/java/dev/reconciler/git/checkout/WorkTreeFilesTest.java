package dev.reconciler.git.checkout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reconciler.git.convert.FilterPrograms;
import dev.reconciler.git.error.RefusedException;
import dev.reconciler.git.fixture.NativeGit;
import dev.reconciler.model.ErrorType;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A work tree with a file, a script and a symbolic link, as native git committed them. */
class WorkTreeFilesTest {
    private static final String PLAIN = "folder/plain";
    private static final String SCRIPT = "script";
    private static final String LINK = "link";

    @TempDir
    Path directory;

    private CheckoutFixture checkout;
    private WorkTreeFiles files;
    private ObjectId commit;

    @BeforeEach
    void open() throws IOException {
        NativeGit git = NativeGit.init(directory);
        git.write(PLAIN, "plain\n").write(SCRIPT, "#!/bin/sh\n");
        Files.setPosixFilePermissions(directory.resolve(SCRIPT), PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.createSymbolicLink(directory.resolve(LINK), Path.of(PLAIN));
        commit = git.commitAll("files of each kind");
        checkout = CheckoutFixture.of(git);
        files = checkout.files();
    }

    @AfterEach
    void close() {
        checkout.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {PLAIN, SCRIPT, LINK, "not-there", "plain/below-no-folder"})
    void readsWhatGitHasCommitted(String path) throws IOException {
        PathContent committed = checkout.content(commit, path);

        assertThat(files.read(path, committed)).isEqualTo(committed);
    }

    /** The size was the same, and what had been read before was taken for what the file held. */
    @Test
    void aFileThatIsEditedInPlaceWhileItIsReadIsNotWhatItWas() throws IOException {
        checkout.editWhileItIsRead(PLAIN, "P");

        try (CheckoutFixture edited = CheckoutFixture.of(checkout.git());
                WorkTreeFiles read = edited.files()) {
            PathContent committed = edited.content(commit, PLAIN);

            assertThat(read.read(PLAIN, committed).id()).isEqualTo(ObjectId.zeroId());
        }
        assertThat(checkout.file(PLAIN)).hasContent("Plain");
    }

    /** The file was said to be a person's, after twice the time. */
    @Test
    void whereAFilterHangsNobodyKnowsWhetherAFileIsAPersons() throws IOException {
        checkout.git().write(".git/info/attributes", PLAIN + " filter=hung\n").write(PLAIN, "edited\n");
        checkout.git().run("config", "filter.hung.smudge", "sleep 600");
        FilterPrograms programs = new FilterPrograms(directory, directory.resolve(".git"), Duration.ofMillis(100));

        try (CheckoutFixture filtered = CheckoutFixture.of(checkout.git());
                FileContents contents = new FileContents(filtered.repository().git(), programs)) {
            PathContent committed = filtered.content(commit, PLAIN);

            assertThatThrownBy(() -> contents.hashFile(PLAIN, filtered.file(PLAIN), "edited\n".length(), committed))
                    .isInstanceOf(RefusedException.class)
                    .hasMessageContaining("filter.hung.smudge failed: no answer within");
        }
    }

    @Test
    void writesWhatGitWouldCheckOut() throws IOException {
        for (String path : new String[] {PLAIN, SCRIPT, LINK}) {
            Files.delete(checkout.file(path));
            checkout.write(path, checkout.content(commit, path));
        }

        assertThat(checkout.status()).isEmpty();
    }

    @Test
    void replacesAFileByALinkAndBack() throws IOException {
        checkout.write(PLAIN, checkout.content(commit, LINK));
        checkout.write(LINK, checkout.content(commit, PLAIN));

        assertThat(Files.readSymbolicLink(checkout.file(PLAIN))).isEqualTo(Path.of(PLAIN));
        assertThat(checkout.file(LINK)).isRegularFile().hasContent("plain");
    }

    @Test
    void whoHasTheOldFileOpenReadsItToItsEnd() throws IOException {
        try (InputStream reader = Files.newInputStream(checkout.file(PLAIN))) {
            checkout.write(PLAIN, checkout.content(commit, SCRIPT));

            assertThat(new String(reader.readAllBytes(), StandardCharsets.UTF_8))
                    .isEqualTo("plain\n");
        }
        assertThat(checkout.file(PLAIN)).hasContent("#!/bin/sh");
    }

    @Test
    void aWriteThatFailsLeavesTheOldFileAndNothingBesideIt() throws IOException {
        PathContent missing = new PathContent(FileMode.REGULAR_FILE, ObjectId.fromString("1".repeat(40)));

        assertThatThrownBy(() -> checkout.write(PLAIN, missing)).isInstanceOf(MissingObjectException.class);

        assertThat(checkout.file(PLAIN)).hasContent("plain");
        assertThat(checkout.status()).isEmpty();
    }

    @Test
    void foldersWithoutAnyFileAreNothingAndGiveWayToAFile() throws IOException {
        Files.createDirectories(checkout.file("new/of/folders"));

        assertThat(files.read("new", PathContent.NOTHING)).isEqualTo(PathContent.NOTHING);
        checkout.write("new", checkout.content(commit, PLAIN));
        assertThat(checkout.file("new")).hasContent("plain");
    }

    /**
     * The folder was empty when the move looked; the file that a person saved in it since was deleted with the folder.
     */
    @Test
    void aFileThatAPersonSavesInAFolderThatGivesWayStaysAndStopsTheWrite() throws IOException {
        Files.createDirectories(checkout.file("new/empty"));
        checkout.git().write("new/saved", "a person's\n");
        PathContent plain = checkout.content(commit, PLAIN);

        assertThatThrownBy(() -> checkout.write("new", plain))
                .isInstanceOfSatisfying(RefusedException.class, refused -> assertThat(refused.type())
                        .isEqualTo(ErrorType.WORK_TREE_DIRTY))
                .hasMessageContaining("in the way: new;");

        assertThat(checkout.file("new/saved")).hasContent("a person's");
        assertThat(checkout.status()).isEqualTo("?? new/");
    }

    @Test
    void aFolderWithAFileInItIsSomethingThatNoTreeHasThere() throws IOException {
        assertThat(files.read("folder", PathContent.NOTHING)).isEqualTo(PathContent.FOREIGN);
    }

    /** Whoever follows the link takes a file outside of the work tree for one of the repository's. */
    @Test
    void nothingIsReadThroughALinkToAFolder() throws IOException {
        Files.createSymbolicLink(checkout.file("alias"), Path.of("folder"));

        assertThat(files.read("alias/plain", PathContent.NOTHING)).isEqualTo(PathContent.NOTHING);
        assertThat(files.findBlockingParent("alias/plain")).contains(checkout.file("alias"));
        assertThat(files.findBlockingParent(PLAIN)).isEmpty();
    }

    @Test
    void aFileThatIsRemovedTakesItsEmptyFoldersAlongAndNoOther() throws IOException {
        checkout.git().write("one/two/three/file", "").write("one/kept", "");

        checkout.remove("one/two/three/file");
        checkout.remove("one/two/three/file");

        assertThat(checkout.file("one/two")).doesNotExist();
        assertThat(checkout.file("one/kept")).exists();
        assertThat(directory).exists();
    }

    @Test
    void whereModesAreNotTrustedTheExpectedOneIsTakenAsGitDoes() throws IOException {
        checkout.git().run("config", "core.fileMode", "false");
        Files.setPosixFilePermissions(checkout.file(SCRIPT), PosixFilePermissions.fromString("rw-r--r--"));
        PathContent committed = checkout.content(commit, SCRIPT);

        try (CheckoutFixture untrusting = CheckoutFixture.of(checkout.git())) {
            assertThat(untrusting.files().read(SCRIPT, committed)).isEqualTo(committed);
        }
        assertThat(checkout.status()).isEmpty();
    }

    /** The name has more bytes than a file system takes, so that the disk can't say whether there is such a file. */
    @Test
    void aFileThatCannotBeLookedAtIsNotTakenForAbsent() {
        String unnameable = "x".repeat(300);

        assertThatThrownBy(() -> files.read(unnameable, PathContent.NOTHING)).isInstanceOf(FileSystemException.class);
        assertThatThrownBy(() -> files.read(unnameable + "/file", PathContent.NOTHING))
                .isInstanceOf(FileSystemException.class);
    }
}
