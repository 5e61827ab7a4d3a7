package dev.reconciler.activity;

import dev.reconciler.activity.StepTurn.TurnTakenException;
import dev.reconciler.contract.ActivityPolicies;
import dev.reconciler.contract.FailureDetails;
import dev.reconciler.contract.RepositoryBranch;
import dev.reconciler.git.damage.DamageReport;
import dev.reconciler.git.damage.DiskProbe;
import dev.reconciler.git.error.DiskErrors;
import dev.reconciler.git.error.GitException;
import dev.reconciler.git.error.MemoryErrors;
import dev.reconciler.git.error.RefusedException;
import dev.reconciler.git.history.CommitIds;
import dev.reconciler.git.remote.settings.TransportSettings;
import dev.reconciler.git.remote.transport.Deadline;
import dev.reconciler.git.repository.DataRepository;
import dev.reconciler.git.repository.RepositorySettings;
import dev.reconciler.git.secret.SecretScrubber;
import dev.reconciler.git.secret.SettingsSecrets;
import dev.reconciler.model.CommitId;
import dev.reconciler.model.ErrorType;
import dev.reconciler.thread.WorkUnderWay;
import io.temporal.activity.Activity;
import io.temporal.failure.ApplicationFailure;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Runs the step of an activity with what every activity has around it: the repository, the {@link HeartbeatTimer
 * heartbeat}, the {@link QuickRetries quick attempts}, and the {@link FailureTranslator} for what the step throws.
 */
final class StepRunner {
    private final HostedRepositories host;
    private final boolean mends;
    private final Caller caller;

    /** Runs steps that may change the clone. */
    StepRunner(HostedRepositories host) {
        this(host, true, Caller.TEMPORAL);
    }

    private StepRunner(HostedRepositories host, boolean mends, Caller caller) {
        this.host = host;
        this.mends = mends;
        this.caller = caller;
    }

    /** Runs steps of a plan, which mends nothing. */
    static StepRunner ofPlan(HostedRepositories host) {
        return new StepRunner(host, false, Caller.TEMPORAL);
    }

    /** The same, for a caller who is no activity of Temporal's. */
    StepRunner withoutTemporal() {
        return new StepRunner(host, mends, Caller.PROGRAM);
    }

    /**
     * Runs a step on the disk, once.
     *
     * @throws io.temporal.failure.ApplicationFailure as {@link FailureTranslator} makes it of what the step throws
     */
    <T> T runLocal(RepositoryBranch target, LocalStep<T> step) {
        return runGuarded(target, caller.newRetries(), step, (hosted, turn) -> {
            try (HostSlots.Slot onDisk = turn.takeDisk()) {
                return runOnce(hosted, step);
            }
        });
    }

    /**
     * Runs a step that waits for an application, once. It holds no slot of the disk: an application that hangs would hold
     * the steps of other repositories up.
     *
     * @throws io.temporal.failure.ApplicationFailure as {@link FailureTranslator} makes it of what the step throws
     */
    <T> T runCall(RepositoryBranch target, LocalStep<T> step) {
        return runGuarded(target, caller.newRetries(), step, (hosted, turn) -> runOnce(hosted, step));
    }

    private <T> T runOnce(HostedRepository hosted, LocalStep<T> step) throws IOException {
        SecondLook.Look<T> look = () -> {
            try (DataRepository repository = openRepository(hosted)) {
                return step.run(hosted, repository);
            }
        };
        return SecondLook.look(look, findMended(hosted));
    }

    private @Nullable RepositorySettings findMended(HostedRepository hosted) {
        return mends ? hosted.settings() : null;
    }

    /**
     * Runs a step that talks to the remote, in a few quick attempts, each on the repository opened anew.
     *
     * @param limit how long all attempts together may take
     * @throws io.temporal.failure.ApplicationFailure as {@link FailureTranslator} makes it of what the step throws
     */
    <T> RetriedAnswer<T> runRemote(RepositoryBranch target, Duration limit, RemoteStep<T> step) {
        return runAttempts(target, limit, step, (hosted, deadline) -> {
            try (DataRepository repository = openRepository(hosted)) {
                return step.run(hosted, repository, deadline);
            }
        });
    }

    /**
     * Runs a step that talks to the remote and opens the repository itself, because there may be no clone yet, in a few
     * quick attempts.
     *
     * @param limit how long all attempts together may take
     * @throws io.temporal.failure.ApplicationFailure as {@link FailureTranslator} makes it of what the step throws
     */
    <T> RetriedAnswer<T> runOpening(RepositoryBranch target, Duration limit, OpeningStep<T> step) {
        return runAttempts(target, limit, step, step);
    }

    private <T> RetriedAnswer<T> runAttempts(
            RepositoryBranch target, Duration limit, Step step, OpeningStep<T> attempt) {
        QuickRetries attempts = caller.newRetries();
        return runGuarded(target, attempts, step, (hosted, turn) -> {
            try (HostSlots.Slot atRemote = turn.takeRemote(hosted)) {
                T answer = attempts.run(
                        limit, deadline -> SecondLook.look(() -> attempt.run(hosted, deadline), findMended(hosted)));
                return new RetriedAnswer<>(answer, attempts.failedAttempts(), turn.waited());
            }
        });
    }

    private <T> T runGuarded(RepositoryBranch target, QuickRetries attempts, Step step, GuardedWork<T> work) {
        // The scrubber of the repository can only be made once the repository is found in the configuration, and the
        // password is read only inside of the try: it may be missing, which is a failure to translate like any other.
        SecretScrubber scrubber = SecretScrubber.none();
        StepTurn turn = caller.beginTurn(host, target);
        try (HeartbeatTimer.RunningHeartbeat beat = caller.beginHeartbeat();
                WorkUnderWay.Counted counted = WorkUnderWay.begin()) {
            HostedRepository hosted = host.findRepository(target);
            scrubber = SecretScrubber.of(hosted.settings());
            return work.run(hosted, turn);
        } catch (IOException | RuntimeException error) {
            throw newFailure(explainDamage(target, error), target, attempts, turn, step, scrubber);
        } catch (OutOfMemoryError noRoom) {
            // The library holds an object that a pack has as a difference in memory, with the one that it differs from.
            RefusedException refusal = MemoryErrors.refuse("an object of the repository or the remote", noRoom);
            throw newFailure(refusal, target, attempts, turn, step, scrubber);
        } catch (StackOverflowError tooDeep) {
            // Folders are read one within the other.
            throw newFailure(MemoryErrors.refuseDepth(tooDeep), target, attempts, turn, step, scrubber);
        } catch (LinkageError | AssertionError broken) {
            // Temporal's own translation would show the message and the trace as they are.
            FailureDetails details = new FailureDetails(attempts.failedAttempts(), readLocalCommit(target));
            throw FailureTranslator.translateDefect(broken, details, addSettings(target, scrubber));
        }
    }

    private ApplicationFailure newFailure(
            Exception error,
            RepositoryBranch target,
            QuickRetries attempts,
            StepTurn turn,
            Step step,
            SecretScrubber scrubber) {
        FailureDetails details =
                new FailureDetails(attempts.failedAttempts(), readLocalCommit(target)).withWaited(turn.waited());
        return FailureTranslator.translate(error, addDone(target, step, details, error), addSettings(target, scrubber));
    }

    // What git's settings hold is sent to the remote and to proxies too, which may say it back.
    private SecretScrubber addSettings(RepositoryBranch target, SecretScrubber scrubber) {
        try (DataRepository repository = openRepository(host.findRepository(target))) {
            return addSettings(TransportSettings.of(repository.git()), scrubber);
        } catch (IOException | RuntimeException unreadable) {
            return addSettingsOfHost(scrubber);
        }
    }

    private static SecretScrubber addSettingsOfHost(SecretScrubber scrubber) {
        try {
            return addSettings(TransportSettings.ofThisHost(), scrubber);
        } catch (IOException | RuntimeException unreadable) {
            // Nothing of them was sent to anybody.
            return scrubber;
        }
    }

    private static SecretScrubber addSettings(TransportSettings settings, SecretScrubber scrubber) {
        return scrubber.with(SettingsSecrets.find(settings.git(), settings.environment()));
    }

    // Of a damaged object the library throws whatever its bytes lead to, and of a disk that refuses that nothing is
    // there. The repository is opened anew, since the one of the step may have given up a pack.
    private Exception explainDamage(RepositoryBranch target, Exception error) {
        Optional<RefusedException> tooLarge = MemoryErrors.findTooLarge(error);
        if (tooLarge.isPresent()) {
            return tooLarge.get();
        }
        if (error instanceof TurnTakenException || !SecondLook.mayBeOfTheDisk(error)) {
            return error;
        }
        try (DataRepository repository = openRepository(host.findRepository(target))) {
            Optional<GitException> found = error instanceof GitException
                    ? DiskProbe.findFault(repository.git())
                    : DamageReport.explain(repository.git(), error);
            return found.isPresent() ? found.get() : error;
        } catch (IOException | RuntimeException unreadable) {
            Optional<GitException> ofTheDisk = DiskErrors.sortByActor(unreadable);
            return ofTheDisk.isPresent() ? ofTheDisk.get() : error;
        }
    }

    // The run's result names the local branch's commit also where the step failed before it read the commit.
    private @Nullable CommitId readLocalCommit(RepositoryBranch target) {
        try (DataRepository repository = openRepository(host.findRepository(target))) {
            return CommitIds.of(repository.local());
        } catch (IOException | RuntimeException unreadable) {
            return null;
        }
    }

    private FailureDetails addDone(RepositoryBranch target, Step step, FailureDetails failure, Exception error) {
        try (DataRepository repository = openRepository(host.findRepository(target))) {
            return step.addDone(repository, failure, FailureTranslator.endsRun(error));
        } catch (IOException | RuntimeException unreadable) {
            // What the step failed of is what people have to know.
            return failure;
        }
    }

    private static DataRepository openRepository(HostedRepository hosted) throws IOException {
        return DataRepository.open(hosted.settings())
                .orElseThrow(() -> new RefusedException(
                        ErrorType.REPOSITORY_MISSING,
                        hosted.settings().path() + " was there a moment ago and is gone; is its disk still mounted?"));
    }

    /** Who has a step run: how it waits for its turn, is known to be at work, and is tried again. */
    private enum Caller {
        /** The step is an activity. */
        TEMPORAL {
            @Override
            StepTurn beginTurn(HostedRepositories host, RepositoryBranch target) {
                return StepTurn.of(host, Activity.getExecutionContext().getInfo());
            }

            @Override
            HeartbeatTimer.RunningHeartbeat beginHeartbeat() {
                return HeartbeatTimer.begin(Activity.getExecutionContext(), ActivityPolicies.HEARTBEAT_INTERVAL);
            }

            @Override
            QuickRetries newRetries() {
                return new QuickRetries();
            }
        },
        /** The calling thread waits for the step: nobody else has to know, and who may wait for longer tries again. */
        PROGRAM {
            @Override
            StepTurn beginTurn(HostedRepositories host, RepositoryBranch target) {
                return StepTurn.ofCaller(host, target.repository().value());
            }

            @Override
            HeartbeatTimer.RunningHeartbeat beginHeartbeat() {
                return () -> {};
            }

            @Override
            QuickRetries newRetries() {
                return QuickRetries.none();
            }
        };

        abstract StepTurn beginTurn(HostedRepositories host, RepositoryBranch target);

        abstract HeartbeatTimer.RunningHeartbeat beginHeartbeat();

        abstract QuickRetries newRetries();
    }

    /** What each step may tell. */
    interface Step {
        /**
         * Adds to its failure what the step has done all the same.
         *
         * @param repository opened anew
         * @param endsRun whether the step has failed for good, and the run with it
         */
        default FailureDetails addDone(DataRepository repository, FailureDetails failure, boolean endsRun)
                throws IOException {
            return failure;
        }
    }

    /** A step that does not talk to the remote. */
    interface LocalStep<T> extends Step {
        T run(HostedRepository hosted, DataRepository repository) throws IOException;
    }

    /** A step that talks to the remote of an existing clone. */
    interface RemoteStep<T> extends Step {
        T run(HostedRepository hosted, DataRepository repository, Deadline deadline) throws IOException;
    }

    /** A step that talks to the remote, whether there is a clone or not. */
    interface OpeningStep<T> extends Step {
        T run(HostedRepository hosted, Deadline deadline) throws IOException;
    }

    /** An answer, how many attempts failed before it, and how long the activity waited for its turn. */
    record RetriedAnswer<T>(T answer, int failedAttempts, Duration waited) {}

    private interface GuardedWork<T> {
        T run(HostedRepository hosted, StepTurn turn) throws IOException;
    }
}
