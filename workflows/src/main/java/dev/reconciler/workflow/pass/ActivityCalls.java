package dev.reconciler.workflow.pass;

import dev.reconciler.contract.ActivityName;
import dev.reconciler.contract.ActivityPolicies;
import dev.reconciler.contract.ApplicationQueue;
import dev.reconciler.contract.Classification;
import dev.reconciler.contract.ClassifyRequest;
import dev.reconciler.contract.FailureDetails;
import dev.reconciler.contract.FetchRequest;
import dev.reconciler.contract.MoveAnswer;
import dev.reconciler.contract.MoveRequest;
import dev.reconciler.contract.PreserveAnswer;
import dev.reconciler.contract.PreserveRequest;
import dev.reconciler.contract.PreservedConflict;
import dev.reconciler.contract.PushAnswer;
import dev.reconciler.contract.PushRequest;
import dev.reconciler.contract.ReloadAnswer;
import dev.reconciler.contract.ReloadRequest;
import dev.reconciler.contract.RemoteState;
import dev.reconciler.contract.ReplayAnswer;
import dev.reconciler.contract.ReplayRequest;
import dev.reconciler.contract.RepositoryActivities;
import dev.reconciler.contract.RepositoryBranch;
import dev.reconciler.contract.TaskQueues;
import dev.reconciler.contract.VerifyAnswer;
import dev.reconciler.contract.VerifyRequest;
import dev.reconciler.contract.conflict.ConflictActivities;
import dev.reconciler.contract.conflict.ConflictTask;
import dev.reconciler.contract.conflict.ResolveAnswer;
import dev.reconciler.contract.conflict.ResolveRequest;
import dev.reconciler.contract.conflict.SettleAnswer;
import dev.reconciler.contract.conflict.SettleRequest;
import dev.reconciler.model.CommitId;
import dev.reconciler.model.Outcome;
import dev.reconciler.model.UtcName;
import dev.reconciler.workflow.ReconcileInput;
import dev.reconciler.workflow.failure.ActivityFailedException;
import dev.reconciler.workflow.failure.ActivityFailedException.Remedy;
import dev.reconciler.workflow.failure.FailureClassifier;
import dev.reconciler.workflow.outcome.ActionReports;
import dev.reconciler.workflow.progress.ComparedSides;
import dev.reconciler.workflow.progress.PassTimestamp;
import dev.reconciler.workflow.progress.RunProgress;
import dev.reconciler.workflow.retry.RetryBudget;
import io.temporal.activity.ActivityOptions;
import io.temporal.common.converter.DataConverterException;
import io.temporal.failure.ActivityFailure;
import io.temporal.failure.ApplicationFailure;
import java.time.Duration;
import java.time.Instant;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Calls the {@link RepositoryActivities} of the repository's host, for one pass.
 *
 * <p>Each call is shown by the {@link StepHost} and keeps to the {@link RetryBudget}. It ends with an answer or with an
 * {@link ActivityFailedException}.
 */
final class ActivityCalls {
    private final ReconcileInput input;
    private final RepositoryBranch target;
    private final RetryBudget budget;
    private final RunProgress progress;
    private final StepHost host;
    private Instant latestBegan;
    private Duration notTried = Duration.ZERO;

    /** Where this pass gets its turns at the remote; null where the host has not sent it there. */
    private @Nullable String turnQueue;

    /** Where the application is called; null where the host has not said so. */
    private @Nullable ApplicationQueue application;

    ActivityCalls(ReconcileInput input, RetryBudget budget, RunProgress progress, StepHost host) {
        this.input = input;
        this.target = new RepositoryBranch(input.repository(), input.branch());
        this.budget = budget;
        this.progress = progress;
        this.host = host;
        this.latestBegan = budget.start();
    }

    /** When the latest call began. */
    Instant latestBegan() {
        return latestBegan;
    }

    RemoteState fetchBothSides() {
        RemoteState state = callOnRemote(
                ActivityName.FETCH,
                "look at " + input.branch() + " on both sides",
                (step, limit) -> step.fetch(new FetchRequest(target, limit, progress.recovered())));
        progress.recordFailedAttempts(state.failedAttempts());
        addNotTried(state.waited());
        application = state.application();
        return state;
    }

    Classification compareCommits(CommitId local, CommitId remote) {
        return callOnDisk(
                ActivityName.CLASSIFY,
                "compare " + local.abbreviated() + " with " + remote.abbreviated(),
                step -> step.classify(new ClassifyRequest(target, local, remote)));
    }

    ReplayAnswer replayCommits(ComparedSides sides, CommitId onto, Instant committedAt) {
        return callOnDisk(
                ActivityName.REPLAY,
                "replay " + ActionReports.formatCount(sides.found().own()) + " on " + onto.abbreviated(),
                step -> step.replay(new ReplayRequest(target, sides.local(), sides.remote(), onto, committedAt)));
    }

    /**
     * @param keep the name under which git keeps the local commit; null where nothing gets lost
     * @param replayedAt the committer date of the replay that made {@code to}; null where {@code to} is no replay
     */
    MoveAnswer advanceBranch(ComparedSides sides, CommitId to, @Nullable UtcName keep, @Nullable Instant replayedAt) {
        return moveBranch(
                ActivityName.ADVANCE,
                "move " + input.branch() + " to " + to.abbreviated(),
                step -> step.advance(new MoveRequest(target, sides.local(), to, sides.remote(), keep, replayedAt)));
    }

    /** @param keep the name under which git keeps the local commit; null where the remote holds it */
    MoveAnswer adoptRemote(ComparedSides sides, @Nullable UtcName keep) {
        CommitId remote = sides.remote();
        return moveBranch(
                ActivityName.ADOPT,
                "follow the remote to " + remote.abbreviated(),
                step -> step.adopt(new MoveRequest(target, sides.local(), remote, remote, keep, null)));
    }

    private MoveAnswer moveBranch(ActivityName activity, String line, Function<RepositoryActivities, MoveAnswer> call) {
        ApplicationQueue asked = application;
        return asked != null && asked.asksBefore()
                ? callOnDisk(activity, line, () -> ActivityPolicies.callingApplication(asked, line), call)
                : callOnDisk(activity, line, call);
    }

    PushAnswer pushBranch(int commits, CommitId expected, CommitId next) {
        CommitId replayed = progress.replayedLocal();
        UtcName keep =
                replayed == null ? null : PassTimestamp.ofStart(budget.start()).name();
        PushAnswer answer = callOnRemote(
                ActivityName.PUSH,
                "push " + ActionReports.formatCount(commits) + " to " + input.branch(),
                (step, limit) -> step.push(new PushRequest(target, expected, next, limit, replayed, keep)));
        progress.recordFailedAttempts(answer.failedAttempts());
        addNotTried(answer.waited());
        return answer;
    }

    /**
     * @param commit what the conflict branch shall hold
     * @param earlier the conflict branch that this run made before; null where there is none
     */
    PreservedConflict preserveConflict(
            ComparedSides sides, CommitId commit, UtcName name, @Nullable PreservedConflict earlier) {
        PreserveAnswer answer = callOnRemote(
                ActivityName.PRESERVE,
                "preserve the conflict on conflicts/" + name,
                (step, limit) -> step.preserve(
                        new PreserveRequest(target, commit, sides.local(), sides.remote(), name, earlier, limit)));
        progress.recordFailedAttempts(answer.failedAttempts());
        addNotTried(answer.waited());
        return answer.preserved();
    }

    /** Reads the conflict branch back; returns only where the remote holds what was preserved. */
    void verifyConflict(PreservedConflict preserved) {
        VerifyAnswer answer = callOnRemote(
                ActivityName.VERIFY,
                "read " + preserved.branch() + " back from the remote",
                (step, limit) -> step.verify(new VerifyRequest(target, preserved, limit)));
        progress.recordFailedAttempts(answer.failedAttempts());
        addNotTried(answer.waited());
        if (!answer.held()) {
            String message = "the remote took " + preserved.branch() + ", but does not show it at "
                    + preserved.commit().abbreviated();
            throw ActivityFailedException.waitable(ActivityName.VERIFY, message, new FailureDetails(1, null));
        }
    }

    ResolveAnswer resolveConflict(ConflictTask task, CommitId remote, Instant committedAt) {
        String line = task.action() + " " + task.conflict().branch() + " on " + remote.abbreviated();
        ResolveAnswer answer = callOnRemote(
                ActivityName.RESOLVE,
                line,
                ConflictActivities.class,
                (step, limit) -> step.resolve(new ResolveRequest(target, task, remote, committedAt, limit)));
        progress.recordFailedAttempts(answer.failedAttempts());
        addNotTried(answer.waited());
        return answer;
    }

    /** @param keep the name under which git keeps the branch's commit; null where the remote holds it otherwise */
    SettleAnswer settleConflict(PreservedConflict conflict, @Nullable UtcName keep) {
        SettleAnswer answer = callOnRemote(
                ActivityName.SETTLE,
                "remove " + conflict.branch() + " from the remote",
                ConflictActivities.class,
                (step, limit) -> step.settle(new SettleRequest(target, conflict, keep, limit)));
        progress.recordFailedAttempts(answer.failedAttempts());
        addNotTried(answer.waited());
        return answer;
    }

    ReloadAnswer reloadApplication(CommitId commit, Outcome outcome) {
        String line = "tell the application of " + commit.abbreviated();
        ApplicationQueue called = application;
        return callOnDisk(
                ActivityName.RELOAD,
                line,
                () -> called == null
                        ? ActivityPolicies.local(input.host(), line)
                        : ActivityPolicies.callingApplication(called, line),
                step -> step.reload(new ReloadRequest(target, commit, outcome)));
    }

    private <T> T callOnRemote(ActivityName activity, String line, BiFunction<RepositoryActivities, Duration, T> call) {
        return callOnRemote(activity, line, RepositoryActivities.class, call);
    }

    private <H, T> T callOnRemote(
            ActivityName activity, String line, Class<H> activities, BiFunction<H, Duration, T> call) {
        while (true) {
            Duration limit = budget.limitAttempt(host.now(), notTried);
            try {
                H step = host.newStub(activities, () -> remoteOptions(line, limit));
                return callActivity(activity, line, () -> call.apply(step, limit));
            } catch (ActivityFailedException failure) {
                if (failure.remedy() != Remedy.WAIT_FOR_TURN || !host.hasQueues()) {
                    addNotTried(failure.details().waited());
                    throw failure;
                }
                addNotTried(Duration.between(latestBegan, host.now()));
                turnQueue = failure.details().turnQueue();
            }
        }
    }

    private ActivityOptions remoteOptions(String line, Duration limit) {
        if (turnQueue == null) {
            return ActivityPolicies.remote(input.host(), line, limit);
        }
        String queue = budget.waits() == 0 ? turnQueue : TaskQueues.repeatedTurns(turnQueue);
        return ActivityPolicies.remoteInTurn(queue, line, limit);
    }

    private <T> T callOnDisk(ActivityName activity, String line, Function<RepositoryActivities, T> call) {
        return callOnDisk(activity, line, () -> ActivityPolicies.local(input.host(), line), call);
    }

    private <T> T callOnDisk(
            ActivityName activity,
            String line,
            Supplier<ActivityOptions> options,
            Function<RepositoryActivities, T> call) {
        try {
            RepositoryActivities step = host.newStub(RepositoryActivities.class, options);
            return callActivity(activity, line, () -> call.apply(step));
        } finally {
            addNotTried(Duration.between(latestBegan, host.now()));
        }
    }

    private <T> T callActivity(ActivityName activity, String line, Supplier<T> call) {
        latestBegan = host.now();
        host.showStep(activity, line);
        try {
            return call.get();
        } catch (ActivityFailure failure) {
            throw FailureClassifier.classifyFailure(activity, failure);
        } catch (ApplicationFailure told) {
            // By the step itself, where the calling thread carries it out.
            throw FailureClassifier.classifyFailure(activity, told);
        } catch (DataConverterException ofNewerVersion) {
            throw FailureClassifier.refuseAnswer(activity, input.host());
        }
    }

    /** @param waited null where the activity did not wait for its turn */
    private void addNotTried(@Nullable Duration waited) {
        notTried = waited == null ? notTried : notTried.plus(waited);
    }

    /** Takes how long the pass did not try since the last call: its steps on the disk, and its waits for a turn. */
    Duration takeNotTried() {
        Duration taken = notTried;
        notTried = Duration.ZERO;
        return taken;
    }
}
