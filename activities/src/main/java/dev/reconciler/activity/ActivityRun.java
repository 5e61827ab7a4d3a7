package dev.reconciler.activity;

import dev.reconciler.contract.FailureDetails;
import dev.reconciler.contract.RepositoryBranch;
import dev.reconciler.git.DataRepository;
import dev.reconciler.git.Ids;
import dev.reconciler.git.RefusedException;
import dev.reconciler.git.remote.Deadline;
import dev.reconciler.git.remote.Scrubber;
import dev.reconciler.model.CommitId;
import dev.reconciler.model.ErrorType;
import io.temporal.activity.Activity;
import java.io.IOException;
import java.time.Duration;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What every activity has around its step: the repository, the heartbeat, the quick tries, the sorting of errors. */
final class ActivityRun {
    private final Host host;

    ActivityRun(Host host) {
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
    record Tried<T>(T answer, int failedAttempts) {}

    <T> T local(RepositoryBranch target, LocalStep<T> step) {
        Attempts none = new Attempts();
        return guarded(target, none, hosted -> {
            try (DataRepository repository = open(hosted)) {
                return step.run(hosted, repository);
            }
        });
    }

    <T> Tried<T> remote(RepositoryBranch target, Duration limit, RemoteStep<T> step) {
        return first(target, limit, Function.identity(), (hosted, deadline) -> {
            try (DataRepository repository = open(hosted)) {
                return step.run(hosted, repository, deadline);
            }
        });
    }

    <S, T> Tried<T> first(
            RepositoryBranch target, Duration limit, Function<HostedRepository, S> preparation, FirstStep<S, T> step) {
        Attempts attempts = new Attempts();
        T answer = guarded(target, attempts, hosted -> {
            S prepared = preparation.apply(hosted);
            return attempts.run(limit, deadline -> step.run(prepared, deadline));
        });
        return new Tried<>(answer, attempts.failed());
    }

    private interface Guarded<T> {
        T run(HostedRepository hosted) throws IOException;
    }

    private <T> T guarded(RepositoryBranch target, Attempts attempts, Guarded<T> work) {
        Scrubber scrubber = Scrubber.none();
        try (Heartbeats.Beat beat = Heartbeats.begin(Activity.getExecutionContext())) {
            HostedRepository hosted = host.find(target);
            scrubber = Scrubber.of(hosted.settings());
            return work.run(hosted);
        } catch (IOException | RuntimeException error) {
            throw Failures.of(error, new FailureDetails(attempts.failed(), local(target)), scrubber);
        }
    }

    // What the result says of the local branch where a step failed before it could.
    private @Nullable CommitId local(RepositoryBranch target) {
        try (DataRepository repository = open(host.find(target))) {
            return Ids.of(repository.local());
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
