package dev.reconciler.git.checkout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reconciler.git.error.RefusedException;
import dev.reconciler.git.error.RepositoryBusyException;
import dev.reconciler.git.fixture.NativeGit;
import dev.reconciler.git.lock.RepositoryLock;
import dev.reconciler.git.repository.CommitterIdentity;
import dev.reconciler.git.repository.DataRepository;
import dev.reconciler.git.repository.RemoteCredentials;
import dev.reconciler.git.repository.RepositorySettings;
import dev.reconciler.model.BranchName;
import dev.reconciler.model.RepositoryId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.eclipse.jgit.lib.ObjectId;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An attempt that was killed half-way through, and the next one. */
class BranchMoverTest {
    @TempDir
    Path directory;

    private NativeGit git;
    private ObjectId from;
    private ObjectId to;

    @BeforeEach
    void aMoveThatWasKilledAfterItsFirstFile() {
        git = NativeGit.init(directory);
        git.write("one", "old\n");
        from = git.commit("two", "old\n");
        git.write("one", "new\n");
        to = git.commit("two", "new\n");
        git.run("reset", "-q", "--hard", from.name());
        git.run("update-ref", "refs/reconciler/main/move/from", from.name());
        git.run("update-ref", "refs/reconciler/main/move/to", to.name());
        git.write("one", "new\n");
    }

    @Test
    void theNextAttemptFinishesIt() throws IOException {
        try (DataRepository repository = open();
                RepositoryLock lock = repository.lock()) {
            BranchMover mover = new BranchMover(repository);

            assertThat(mover.move(from, to, "again", () -> {})).isTrue();
            assertThat(mover.isUnderWay()).isFalse();
        }
        assertThat(git.id("main")).isEqualTo(to);
        assertThat(git.run("status", "--porcelain")).isEmpty();
    }

    @Test
    void whereAPersonHasEditedAFileMeanwhileItsFilesAreTakenBack() throws IOException {
        git.write("two", "a person's\n");
        try (DataRepository repository = open();
                RepositoryLock lock = repository.lock()) {
            BranchMover mover = new BranchMover(repository);

            assertThatThrownBy(() -> mover.move(from, to, "again", () -> {}))
                    .isInstanceOf(RefusedException.class)
                    .hasMessageContaining("two");
            assertThat(mover.isUnderWay()).isTrue();
            assertThat(new NotedMoveRecovery(repository).recover()).isEmpty();
        }
        assertThat(directory.resolve("one")).hasContent("old");
        assertThat(directory.resolve("two")).hasContent("a person's");
        assertThat(git.id("main")).isEqualTo(from);
    }

    @Test
    void whereTheIndexIsLockedTheNoteStays() throws IOException {
        Files.createFile(directory.resolve(".git/index.lock"));
        try (DataRepository repository = open();
                RepositoryLock lock = repository.lock()) {
            BranchMover mover = new BranchMover(repository);

            assertThatThrownBy(() -> mover.move(from, to, "again", () -> {}))
                    .isInstanceOf(RepositoryBusyException.class);
            assertThat(mover.isUnderWay()).isTrue();
        }
    }

    /**
     * The new start was noted beside the earlier target: the recovery then moved the branch from the application's commit
     * to a target that does not have it.
     */
    @Test
    void anAttemptThatIsStoppedWhileItNotesAnewLeavesNoTargetThatLacksTheApplicationsCommit() throws IOException {
        ObjectId committed = git.commit("theirs", "the application's\n");
        Path held = directory.resolve(".git/refs/reconciler/main/move/to.lock");
        Files.createFile(held);
        try (DataRepository repository = open();
                RepositoryLock lock = repository.lock()) {
            BranchMover mover = new BranchMover(repository);
            assertThatThrownBy(() -> mover.move(committed, to, "again", () -> {}))
                    .isInstanceOf(RepositoryBusyException.class);
            Files.delete(held);

            assertThat(new NotedMoveRecovery(repository).recover()).isEmpty();
        }
        assertThat(git.id("main")).isEqualTo(committed);
    }

    private DataRepository open() throws IOException {
        return DataRepository.open(new RepositorySettings(
                        new RepositoryId("one"),
                        directory,
                        "remote.git",
                        "origin",
                        new BranchName("main"),
                        false,
                        new RemoteCredentials.NoCredentials(),
                        new CommitterIdentity("Data Reconciler", "reconciler@example.org")))
                .orElseThrow();
    }
}
