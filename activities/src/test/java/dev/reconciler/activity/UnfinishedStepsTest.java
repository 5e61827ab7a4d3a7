package dev.reconciler.activity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reconciler.contract.FailureDetails;
import dev.reconciler.contract.FetchRequest;
import dev.reconciler.contract.RecoveredMove;
import dev.reconciler.contract.RepositoryBranch;
import dev.reconciler.git.error.GitException;
import dev.reconciler.git.fixture.NativeGit;
import dev.reconciler.git.fixture.TestRepositories;
import dev.reconciler.git.history.CommitIds;
import dev.reconciler.git.remote.transport.Deadline;
import dev.reconciler.git.repository.DataRepository;
import dev.reconciler.git.repository.RepositorySettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.eclipse.jgit.lib.ObjectId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UnfinishedStepsTest {
    @TempDir
    Path root;

    /** A fetch that had finished a killed run's move, and then failed, told nobody of the move. */
    @Test
    void whatOneAttemptHasFinishedTheNextOneAndTheFailureTell() throws IOException {
        Path remote = root.resolve("remote");
        Path away = root.resolve("away");
        NativeGit data = NativeGit.init(root.resolve("data"));
        ObjectId before = data.commit("file", "one\n");
        ObjectId after = data.commit("file", "two\n");
        NativeGit.clone(data.directory().toString(), away, "--bare");
        data.run("reset", "-q", "--hard", before.name());
        data.run("update-ref", "refs/reconciler/main/move/from", before.name());
        data.run("update-ref", "refs/reconciler/main/move/to", after.name());
        RepositorySettings settings = TestRepositories.settings(data.directory(), remote);
        HostedRepository hosted = new HostedRepository(settings, Optional.empty());
        UnfinishedSteps.FetchAttempts fetch = new UnfinishedSteps.FetchAttempts(
                new FetchRequest(new RepositoryBranch(settings.id(), settings.branch()), Duration.ofMinutes(1)), null);
        Deadline deadline = Deadline.in(Duration.ofMinutes(1));

        assertThatThrownBy(() -> fetch.run(hosted, deadline)).isInstanceOf(GitException.class);
        try (DataRepository repository = DataRepository.open(settings).orElseThrow()) {
            assertThat(fetch.addDone(repository, new FailureDetails(1, null), false)
                            .recovered())
                    .extracting(RecoveredMove::from)
                    .isEqualTo(CommitIds.of(before));
        }
        Files.move(away, remote);
        assertThat(fetch.run(hosted, deadline).recovered())
                .extracting(RecoveredMove::from)
                .isEqualTo(CommitIds.of(before));
    }
}
