package dev.reconciler.activity;

import dev.reconciler.contract.FailureDetails;
import dev.reconciler.contract.RepositoryBranch;
import dev.reconciler.git.error.RefusedException;
import dev.reconciler.git.history.CommitIds;
import dev.reconciler.git.remote.transport.Deadline;
import dev.reconciler.git.remote.transport.SecretScrubber;
import dev.reconciler.git.repository.DataRepository;
import dev.reconciler.model.CommitId;
import dev.reconciler.model.ErrorType;
import io.temporal.activity.Activity;
import java.io.IOException;
import java.time.Duration;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What every activity has around its step: the repository, the heartbeat, the quick tries, the sorting of errors. */
final class StepRunner {
    private final HostedRepositories host;

    StepRunner(HostedRepositories host) {
        this.host = host;
    }

    /** A step on the disk. */
    interface LocalStep<T> {
        T run(HostedRepository hosted, DataRepository repository) throws IOException;
    }

    /** A step that talks to the remote, of an existing clone. */
    interface RemoteStep<T> {
        T run(HostedRepository hosted, DataRepository repository, Deadline deadline) throws IOException;
    }

    /** A step that talks to the remote, whether there is a clone or not; one for all tries. */
    interface PreparedStep<S, T> {
        T run(S step, Deadline deadline) throws IOException;
    }

    /** An answer, and how many tries failed before. */
    record RetriedAnswer<T>(T answer, int failedAttempts) {}

    <T> T runLocal(RepositoryBranch target, LocalStep<T> step) {
        QuickRetries none = new QuickRetries();
        return runGuarded(target, none, hosted -> {
            try (DataRepository repository = openRepository(hosted)) {
                return step.run(hosted, repository);
            }
        });
    }

    <T> RetriedAnswer<T> runRemote(RepositoryBranch target, Duration limit, RemoteStep<T> step) {
        return runPrepared(target, limit, Function.identity(), (hosted, deadline) -> {
            try (DataRepository repository = openRepository(hosted)) {
                return step.run(hosted, repository, deadline);
            }
        });
    }

    <S, T> RetriedAnswer<T> runPrepared(
            RepositoryBranch target,
            Duration limit,
            Function<HostedRepository, S> preparation,
            PreparedStep<S, T> step) {
        QuickRetries attempts = new QuickRetries();
        T answer = runGuarded(target, attempts, hosted -> {
            S prepared = preparation.apply(hosted);
            return attempts.run(limit, deadline -> step.run(prepared, deadline));
        });
        return new RetriedAnswer<>(answer, attempts.failedAttempts());
    }

    private interface GuardedWork<T> {
        T run(HostedRepository hosted) throws IOException;
    }

    private <T> T runGuarded(RepositoryBranch target, QuickRetries attempts, GuardedWork<T> work) {
        SecretScrubber scrubber = SecretScrubber.none();
        try (HeartbeatTimer.RunningHeartbeat beat = HeartbeatTimer.begin(Activity.getExecutionContext())) {
            HostedRepository hosted = host.findRepository(target);
            scrubber = SecretScrubber.of(hosted.settings());
            return work.run(hosted);
        } catch (IOException | RuntimeException error) {
            throw FailureTranslator.translate(
                    error, new FailureDetails(attempts.failedAttempts(), readLocalCommit(target)), scrubber);
        }
    }

    // What the result says of the local branch where a step failed before it could.
    private @Nullable CommitId readLocalCommit(RepositoryBranch target) {
        try (DataRepository repository = openRepository(host.findRepository(target))) {
            return CommitIds.of(repository.local());
        } catch (IOException | RuntimeException unreadable) {
            return null;
        }
    }

    private static DataRepository openRepository(HostedRepository hosted) throws IOException {
        return DataRepository.open(hosted.settings())
                .orElseThrow(() -> new RefusedException(
                        ErrorType.REPOSITORY_MISSING,
                        hosted.settings().path() + " was there a moment ago and is gone; is its disk still mounted?"));
    }
}
