package dev.reconciler.git.repository;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reconciler.git.error.RepositoryBusyException;
import dev.reconciler.git.fixture.NativeGit;
import dev.reconciler.git.lock.TakenLockFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
        refs = new RefStore(repository, locks -> TakenLockFiles.UNJOURNALED);
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
    void aRefThatIsElsewhereStays() throws IOException {
        assertThat(refs.swap(BRANCH, first, second, "test")).isFalse();
        assertThat(refs.swap(BRANCH, ObjectId.zeroId(), first, "test")).isFalse();
        assertThat(refs.swap(BRANCH, first, ObjectId.zeroId(), "test")).isFalse();
        assertThat(git.id(BRANCH)).isEqualTo(second);
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
}
