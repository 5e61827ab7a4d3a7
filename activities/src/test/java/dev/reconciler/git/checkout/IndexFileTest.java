package dev.reconciler.git.checkout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reconciler.git.error.RefusedException;
import dev.reconciler.git.error.RepositoryBusyException;
import dev.reconciler.git.file.DiskSync;
import dev.reconciler.git.fixture.NativeGit;
import dev.reconciler.git.lock.GitLockFile;
import dev.reconciler.model.ErrorType;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.eclipse.jgit.lib.ObjectId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An index that native git wrote, of the old commit of a move, and that native git reads afterwards. */
class IndexFileTest {
    @TempDir
    Path directory;

    private CheckoutFixture checkout;
    private NativeGit git;
    private Path file;
    private ObjectId from;
    private ObjectId to;

    @BeforeEach
    void open() throws IOException {
        git = NativeGit.init(directory);
        git.write("changed", "old\n");
        from = git.commit("deleted", "old\n");
        git.run("rm", "-q", "deleted");
        git.write("added", "new\n");
        to = git.commit("changed", "new\n");
        git.run("reset", "-q", "--hard", from.name());
        file = directory.resolve(".git/index");
        checkout = CheckoutFixture.of(git);
    }

    @AfterEach
    void close() {
        checkout.close();
    }

    @Test
    void whatIsCommittedIsTheIndexThatGitWouldHaveWritten() throws IOException {
        List<PathChange> changes = checkout.changes(from, to);
        new WorkTreeUpdate(checkout.files()).apply(changes, new ArrayList<>());

        commitIndex(changes, checkout.files());

        assertThat(git.run("write-tree")).isEqualTo(git.run("rev-parse", to.name() + "^{tree}"));
        assertThat(git.run("diff", "--name-only")).isEmpty();
        assertThat(directory.resolve(".git/index.lock")).doesNotExist();
    }

    private void commitIndex(List<PathChange> changes, WorkTreeFiles files) throws IOException {
        try (IndexFile index = checkout.index()) {
            index.prepare(changes, files, new DiskSync());
            index.commit(new DiskSync());
        }
    }

    /** The index had the time of the edit, and git took the edited file for the committed one. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void anEditThatComesBetweenTheFileAndTheIndexIsSeenByGit(boolean isWrittenBefore) throws IOException {
        List<PathChange> changes = checkout.changes(from, to);
        WorkTreeFiles files = checkout.files();
        if (isWrittenBefore) {
            git.write("changed", "new\n");
        }
        new WorkTreeUpdate(files).apply(changes, new ArrayList<>());
        git.write("changed", "mine\n");
        Files.setLastModifiedTime(directory.resolve("changed"), FileTime.fromMillis(1_700_000_000_000L));

        commitIndex(changes, files);

        assertThat(git.run("diff", "--name-only")).isEqualTo("changed");
    }

    /** What most builds of git compare: with these settings a test is not at the mercy of the second in which it runs. */
    private void compareSecondsAndSizesOnly() {
        git.run("config", "core.trustctime", "false");
        git.run("config", "core.checkStat", "minimal");
    }

    private void setTime(Path of, int second, int nanos) throws IOException {
        Files.setLastModifiedTime(of, FileTime.from(Instant.ofEpochSecond(second, nanos)));
    }

    /** The new index is younger than the edit: its time no longer told git to compare the file, and its entry did not. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void anEditInTheSecondInWhichTheFileWasStagedIsSeenByGit(boolean isReplaced) throws IOException {
        compareSecondsAndSizesOnly();
        Path kept = git.write("kept", "old\n").directory().resolve("kept");
        setTime(kept, 1_700_000_000, 1);
        git.run("add", "kept");
        if (isReplaced) {
            Files.delete(kept);
        }
        git.write("kept", "new\n");
        setTime(kept, 1_700_000_000, 2);
        setTime(file, 1_700_000_000, 3);
        List<PathChange> changes = checkout.changes(from, to);
        new WorkTreeUpdate(checkout.files()).apply(changes, new ArrayList<>());

        commitIndex(changes, checkout.files());

        assertThat(git.run("diff", "--name-only")).isEqualTo("kept");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void anEditInTheSecondInWhichTheMoveWroteTheFileIsSeenByGit(boolean isWrittenBefore) throws IOException {
        compareSecondsAndSizesOnly();
        List<PathChange> changes = checkout.changes(from, to);
        WorkTreeFiles files = checkout.files();
        if (isWrittenBefore) {
            git.write("changed", "new\n");
        }
        new WorkTreeUpdate(files).apply(changes, new ArrayList<>());
        Path changed = directory.resolve("changed");
        Instant written = Files.getLastModifiedTime(changed).toInstant();
        git.write("changed", "own\n");
        setTime(changed, (int) written.getEpochSecond(), (written.getNano() + 500_000_000) % 1_000_000_000);

        commitIndex(changes, files);
        setTime(file, (int) written.getEpochSecond() + 1, 0);

        assertThat(git.run("diff", "--name-only")).isEqualTo("changed");
    }

    /**
     * The file was looked for by a text with another letter in the place of the byte, was not found, and its entry stayed as
     * it was in an index that is younger: git took the edited file for the staged one.
     */
    @Test
    void anEditInTheSecondOfTheIndexIsSeenAlsoWhereTheNameIsNoText() throws IOException {
        git.run("config", "core.trustctime", "false");
        git.run("config", "alias.sh", "!f() { eval \"$1\"; }; f");
        git.run("sh", """
                name=$(printf 'caf\\351'); then=@1700000000
                printf 'old\\n' > $name; touch -d $then $name; git add $name; touch -d $then .git/index
                printf 'new\\n' > $name; touch -d $then $name
                """);
        List<PathChange> changes = checkout.changes(from, to);
        new WorkTreeUpdate(checkout.files()).apply(changes, new ArrayList<>());

        try (IndexFile index = checkout.index()) {
            index.prepare(changes, checkout.files(), new DiskSync());
            index.commit(new DiskSync());
        }

        assertThat(git.run("diff", "--name-only")).isEqualTo("\"caf\\351\"");
    }

    @Test
    void whatIsPreparedAndNotCommittedLeavesTheIndexAsItWas() throws IOException {
        try (IndexFile index = checkout.index()) {
            index.prepare(checkout.changes(from, to), checkout.files(), new DiskSync());
            assertThat(checkout.status()).isEmpty();
        }

        assertThat(checkout.status()).isEmpty();
        assertThat(directory.resolve(".git/index.lock")).doesNotExist();
    }

    @Test
    void theApplicationCannotCommitWhileTheIndexIsOpen() throws IOException {
        git.write("changed", "a person's\n");
        try (IndexFile index = checkout.index()) {
            assertThat(git.attempt("commit", "-a", "-m", "meanwhile").status()).isNotZero();
            index.prepare(checkout.changes(from, to), checkout.files(), new DiskSync());
            assertThat(git.attempt("commit", "-a", "-m", "meanwhile").status()).isNotZero();
        }

        assertThat(git.attempt("commit", "-a", "-m", "afterwards").status()).isZero();
    }

    @Test
    void anIndexThatSomebodyHasLockedIsBusyAndTheirLockStays() throws IOException {
        Path lock = Files.createFile(directory.resolve(".git/index.lock"));

        assertThatThrownBy(checkout::index)
                .isInstanceOf(RepositoryBusyException.class)
                .hasMessageContaining(lock.toString());
        assertThat(lock).exists();
    }

    @Test
    void readsWhatIsStaged() throws IOException {
        git.write("staged", "text\n").run("add", "staged");

        try (IndexFile index = checkout.index()) {
            assertThat(index.read("changed")).isEqualTo(checkout.content(from, "changed"));
            assertThat(index.read("staged").id()).isEqualTo(ObjectId.fromString(git.run("hash-object", "staged")));
            assertThat(index.read("not-there")).isEqualTo(PathContent.NOTHING);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"--assume-unchanged", "--skip-worktree"})
    void whatGitPassesOverIsReadAsAnyOtherFile(String option) throws IOException {
        git.run("update-index", option, "changed");

        try (IndexFile index = checkout.index()) {
            assertThat(index.read("changed")).isEqualTo(checkout.content(from, "changed"));
        }
    }

    @Test
    void whatIsOnlyIntendedToBeAddedIsNoContentOfATree() throws IOException {
        git.write("intended", "text\n").run("add", "--intent-to-add", "intended");

        try (IndexFile index = checkout.index()) {
            assertThat(index.read("intended")).isEqualTo(PathContent.FOREIGN);
        }
    }

    @Test
    void aConflictIsNoContentOfATree() throws IOException {
        git.run("checkout", "-q", "-b", "other");
        git.commit("changed", "other\n");
        git.run("checkout", "-q", "main");
        git.commit("changed", "main\n");
        git.attempt("merge", "other");

        try (IndexFile index = checkout.index()) {
            assertThat(index.read("changed")).isEqualTo(PathContent.FOREIGN);
        }
    }

    @Test
    void aMissingIndexIsEmpty() throws IOException {
        Files.delete(file);

        try (IndexFile index = checkout.index()) {
            assertThat(index.read("changed")).isEqualTo(PathContent.NOTHING);
        }
    }

    @Test
    void anIndexThatIsCutShortIsCorruptAndNotLeftLocked() throws IOException {
        byte[] whole = Files.readAllBytes(file);
        for (int length : new int[] {0, 5, 13, whole.length - 1}) {
            Files.write(file, Arrays.copyOf(whole, length));

            assertCorrupt();
        }
    }

    /** The library makes room for what the header promises: the worker ran out of memory. */
    @Test
    void anIndexWhoseHeaderPromisesBillionsOfEntriesIsCorrupt() throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        bytes[8] = 0x7f;
        Files.write(file, bytes);

        assertCorrupt();
    }

    @Test
    void anIndexWithAWrongChecksumIsCorrupt() throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length - 1] ^= 1;
        Files.write(file, bytes);

        assertCorrupt();
    }

    private void assertCorrupt() {
        assertThatThrownBy(checkout::index)
                .isInstanceOfSatisfying(RefusedException.class, refused -> assertThat(refused.type())
                        .isEqualTo(ErrorType.REPOSITORY_CORRUPT))
                .hasMessageContaining("git reset makes a new one");
        assertThat(directory.resolve(".git/index.lock")).doesNotExist();
    }

    /** The application could not commit until another run came, and where there are no hard links for good. */
    @Test
    void anErrorLeavesNoLockBehind() throws IOException {
        // Larger than any array.
        try (RandomAccessFile index = new RandomAccessFile(file.toFile(), "rw")) {
            index.setLength(3L << 30);
        }

        assertThatThrownBy(() -> IndexFile.lock(checkout.repository().git(), GitLockFile::takeUnproved))
                .isInstanceOf(OutOfMemoryError.class);

        assertThat(directory.resolve(".git/index.lock")).doesNotExist();
    }
}
