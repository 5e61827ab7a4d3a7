package dev.reconciler.git.repository;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reconciler.git.error.RefusedException;
import dev.reconciler.git.error.RepositoryBusyException;
import dev.reconciler.git.file.DiskSync;
import dev.reconciler.git.fixture.NativeGit;
import dev.reconciler.git.lock.GitLockFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RefStoreTest {
    private static final String BRANCH = "refs/heads/main";

    @TempDir
    Path directory;

    private NativeGit git;
    private ObjectId first;
    private ObjectId second;
    private Repository repository;
    private RefStore refs;

    @BeforeEach
    void aBranchAtTheSecondOfTwoCommits() throws IOException {
        git = NativeGit.init(directory);
        first = git.commit("a", "1");
        second = git.commit("a", "2");
        repository = new FileRepositoryBuilder()
                .setGitDir(directory.resolve(".git").toFile())
                .build();
        refs = new RefStore(repository, GitLockFile::takeUnproved, DiskSync::new);
    }

    @AfterEach
    void close() {
        repository.close();
    }

    @Test
    void aRefMovesFromWhereItIsExpected() throws IOException {
        assertThat(refs.swap(BRANCH, second, first, "test")).isTrue();
        assertThat(git.id(BRANCH)).isEqualTo(first);
    }

    @Test
    void preparedRefsStayUntilTheyAreCommittedAndWaitForTheDiskOnce() throws IOException {
        DiskSync syncs = new DiskSync();
        refs = new RefStore(repository, GitLockFile::takeUnproved, () -> syncs);
        Path lock = directory.resolve(".git/refs/rewound/x.lock");

        try (RefStore.PreparedSwap branch = refs.prepare(BRANCH, second, first, "test");
                RefStore.PreparedSwap other = refs.prepare("refs/rewound/x", ObjectId.zeroId(), second, "test")) {
            assertThat(refs.read(BRANCH)).isEqualTo(second);
            assertThat(lock).exists();
            assertThat(branch.commit()).isTrue();
            // What the other one will hold is on the disk by now.
            assertThat(syncs.isPending(lock)).isFalse();
            assertThat(other.commit()).isTrue();
        }
        assertThat(refs.read(BRANCH)).isEqualTo(first);
        assertThat(refs.read("refs/rewound/x")).isEqualTo(second);
        assertThat(lock).doesNotExist();
    }

    @Test
    void aPreparedRefThatIsNotCommittedStays() throws IOException {
        refs.prepare(BRANCH, second, first, "test").close();

        assertThat(refs.read(BRANCH)).isEqualTo(second);
        assertThat(directory.resolve(".git/refs/heads/main.lock")).doesNotExist();
    }

    @Test
    void aRefThatIsElsewhereStays() throws IOException {
        assertThat(refs.swap(BRANCH, first, second, "test")).isFalse();
        assertThat(refs.swap(BRANCH, ObjectId.zeroId(), first, "test")).isFalse();
        assertThat(refs.swap(BRANCH, first, ObjectId.zeroId(), "test")).isFalse();
        assertThat(git.id(BRANCH)).isEqualTo(second);
    }

    /** A power cut leaves such files. As long as there is one, git update-ref refuses to write the ref. */
    @Test
    void aRefWhoseFileIsEmptyIsWrittenAnewAsTheMessageSays() throws IOException {
        Path file = Files.writeString(directory.resolve(".git/" + BRANCH), "");

        assertThatThrownBy(() -> refs.read(BRANCH))
                .isInstanceOf(RefusedException.class)
                .hasMessageContainingAll(
                        "last line of " + directory.resolve(".git/logs/" + BRANCH),
                        "remove the file, and git update-ref " + BRANCH + " COMMIT writes it anew");
        Files.delete(file);
        List<String> log = Files.readAllLines(directory.resolve(".git/logs/" + BRANCH));
        git.run("update-ref", BRANCH, log.get(log.size() - 1).split(" ", -1)[1]);
        assertThat(refs.read(BRANCH)).isEqualTo(second);
    }

    /** It was called the lock of another process, which a later run would find gone. */
    @ParameterizedTest
    @CsvSource({"refs/notes/reconciler, false", "refs/notes/reconciler, true", "refs/notes/reconciler/main/x, false"})
    void aRefInTheWayOfAnotherIsNamed(String clash, boolean isPacked) {
        git.run("update-ref", clash, first.name());
        if (isPacked) {
            git.run("pack-refs", "--all");
        }

        assertThatThrownBy(() -> refs.swap("refs/notes/reconciler/main", ObjectId.zeroId(), first, "test"))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("beside the ref " + clash + "; give that one another name");
    }

    @Test
    void aRefIsCreatedAndDeletedFromWhatIsExpected() throws IOException {
        assertThat(refs.swap("refs/rewound/x", ObjectId.zeroId(), first, "test"))
                .isTrue();
        assertThat(refs.swap("refs/rewound/x", ObjectId.zeroId(), second, "test"))
                .isFalse();
        assertThat(refs.swap("refs/rewound/x", first, ObjectId.zeroId(), "test"))
                .isTrue();
        assertThat(refs.exists("refs/rewound/x")).isFalse();
    }

    @Test
    void aRefIsNotMovedToACommitThatIsNotThere() {
        assertThatThrownBy(() -> refs.swap(BRANCH, second, ObjectId.fromString("1".repeat(40)), "test"))
                .isInstanceOf(MissingObjectException.class)
                .hasMessageContaining("1".repeat(40));
        assertThat(git.id(BRANCH)).isEqualTo(second);
    }

    @Test
    void aRefIsMovedToACommitThatAnAlternateHas(@TempDir Path other) throws IOException {
        ObjectId elsewhere = NativeGit.init(other).commit("b", "1");
        Files.writeString(
                directory.resolve(".git/objects/info/alternates"),
                other.resolve(".git/objects") + System.lineSeparator());

        assertThat(refs.swap(BRANCH, second, elsewhere, "test")).isTrue();
        assertThat(git.id(BRANCH)).isEqualTo(elsewhere);
    }

    @Test
    void theLockFileOfAnotherProcessIsNamedWithItsAge() throws IOException {
        Files.createFile(directory.resolve(".git/refs/heads/main.lock"));

        assertThatThrownBy(() -> refs.swap(BRANCH, second, first, "test"))
                .isInstanceOf(RepositoryBusyException.class)
                .hasMessageContaining("refs/heads/main.lock")
                .hasMessageContaining(" s;");
        assertThat(git.id(BRANCH)).isEqualTo(second);
    }

    /** A git pack-refs that read the ref before it was deleted would bring it back with the file that it writes. */
    @Test
    void noRefIsDeletedWhileAnotherProcessPacksRefs() throws IOException {
        git.run("update-ref", "refs/rewound/x", first.name());
        Path packing = Files.createFile(directory.resolve(".git/packed-refs.lock"));

        assertThatThrownBy(() -> refs.swap("refs/rewound/x", first, ObjectId.zeroId(), "test"))
                .isInstanceOf(RepositoryBusyException.class)
                .hasMessageContaining("packed-refs.lock");

        assertThat(git.id("refs/rewound/x")).isEqualTo(first);
        Files.delete(packing);
        assertThat(refs.swap("refs/rewound/x", first, ObjectId.zeroId(), "test"))
                .isTrue();
        assertThat(refs.exists("refs/rewound/x")).isFalse();
    }

    /** It would be in the way of every run, and nothing that it reads comes back. */
    @Test
    void theLockFileOfAGitThatWasKilledWhileItPackedRefsIsInNoWay() throws IOException {
        git.run("update-ref", "refs/rewound/x", first.name());
        Path left = Files.createFile(directory.resolve(".git/packed-refs.lock"));
        Files.setLastModifiedTime(left, FileTime.from(Instant.now().minus(Duration.ofHours(1))));

        assertThat(refs.swap("refs/rewound/x", first, ObjectId.zeroId(), "test"))
                .isTrue();

        assertThat(refs.exists("refs/rewound/x")).isFalse();
        assertThat(left).exists();
    }

    /** As git's contrib git-new-workdir makes it: whoever writes a file in the link's place parts the two. */
    @Test
    void packedRefsThatAreALinkStayOne(@TempDir Path elsewhere) throws IOException {
        git.run("update-ref", "refs/rewound/x", first.name());
        git.run("pack-refs", "--all");
        Path target = elsewhere.resolve("packed-refs");
        Path link = directory.resolve(".git/packed-refs");
        Files.move(link, target);
        Files.createSymbolicLink(link, target);

        assertThat(refs.swap("refs/rewound/x", first, ObjectId.zeroId(), "test"))
                .isTrue();

        assertThat(link).isSymbolicLink();
        assertThat(target).content().contains(BRANCH).doesNotContain("rewound");
    }
}
