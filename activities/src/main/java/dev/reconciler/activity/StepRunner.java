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
    interface FirstStep<S, T> {
        T run(S step, Deadline deadline) throws IOException;
    }

    /** An answer, and how many tries failed before. */
    record RetriedAnswer<T>(T answer, int failedAttempts) {}

    <T> T local(RepositoryBranch target, LocalStep<T> step) {
        QuickRetries none = new QuickRetries();
        return guarded(target, none, hosted -> {
            try (DataRepository repository = open(hosted)) {
                return step.run(hosted, repository);
            }
        });
    }

    <T> RetriedAnswer<T> remote(RepositoryBranch target, Duration limit, RemoteStep<T> step) {
        return first(target, limit, Function.identity(), (hosted, deadline) -> {
            try (DataRepository repository = open(hosted)) {
                return step.run(hosted, repository, deadline);
            }
        });
    }

    <S, T> RetriedAnswer<T> first(
            RepositoryBranch target, Duration limit, Function<HostedRepository, S> preparation, FirstStep<S, T> step) {
        QuickRetries attempts = new QuickRetries();
        T answer = guarded(target, attempts, hosted -> {
            S prepared = preparation.apply(hosted);
            return attempts.run(limit, deadline -> step.run(prepared, deadline));
        });
        return new RetriedAnswer<>(answer, attempts.failed());
    }

    private interface GuardedWork<T> {
        T run(HostedRepository hosted) throws IOException;
    }

    private <T> T guarded(RepositoryBranch target, QuickRetries attempts, GuardedWork<T> work) {
        SecretScrubber scrubber = SecretScrubber.none();
        try (HeartbeatTimer.RunningHeartbeat beat = HeartbeatTimer.begin(Activity.getExecutionContext())) {
            HostedRepository hosted = host.find(target);
            scrubber = SecretScrubber.of(hosted.settings());
            return work.run(hosted);
        } catch (IOException | RuntimeException error) {
            throw FailureTranslator.of(error, new FailureDetails(attempts.failed(), local(target)), scrubber);
        }
    }

    // What the result says of the local branch where a step failed before it could.
    private @Nullable CommitId local(RepositoryBranch target) {
        try (DataRepository repository = open(host.find(target))) {
            return CommitIds.of(repository.local());
        } catch (IOException | RuntimeException unreadable) {
            return null;
        }
    }

    private static DataRepository open(HostedRepository hosted) throws IOException {
        return DataRepository.open(hosted.settings())
                .orElseThrow(() -> new RefusedException(
                        ErrorType.REPOSITORY_MISSING,
                        hosted.settings().path() + " was there a moment ago and is gone; is its disk still mounted?"));
    }
}
