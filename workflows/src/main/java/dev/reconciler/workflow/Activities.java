package dev.reconciler.workflow;

import dev.reconciler.contract.ActivityPolicies;
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
import dev.reconciler.contract.VerifyAnswer;
import dev.reconciler.contract.VerifyRequest;
import dev.reconciler.model.CommitId;
import dev.reconciler.model.Outcome;
import dev.reconciler.model.UtcName;
import io.temporal.activity.ActivityOptions;
import io.temporal.failure.ActivityFailure;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.time.Instant;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The calls of one pass to the repository's host.
 *
 * <p>Each says what it does where people look, keeps to the budget, and ends with an answer or a {@link StepFailure}.
 */
final class Activities {
    private final ReconcileInput input;
    private final RepositoryBranch target;
    private final Budget budget;
    private final Ledger ledger;
    private final Display display;
    private Instant began;

    Activities(ReconcileInput input, Budget budget, Ledger ledger, Display display) {
        this.input = input;
        this.target = new RepositoryBranch(input.repository(), input.branch());
        this.budget = budget;
        this.ledger = ledger;
        this.display = display;
        this.began = budget.start();
    }

    /** When the latest call began. */
    Instant began() {
        return began;
    }

    RemoteState fetch() {
        RemoteState state = remote(
                Operation.FETCH,
                "look at " + input.branch() + " on both sides",
                (host, limit) -> host.fetch(new FetchRequest(target, limit)));
        ledger.failedAttempts(state.failedAttempts());
        return state;
    }

    Classification classify(CommitId local, CommitId remote) {
        return local(
                Operation.CLASSIFY,
                "compare " + local.abbreviated() + " with " + remote.abbreviated(),
                host -> host.classify(new ClassifyRequest(target, local, remote)));
    }

    ReplayAnswer replay(int own, CommitId local, CommitId remote, CommitId onto, Instant committedAt) {
        return local(
                Operation.REPLAY,
                "replay " + Messages.count(own) + " on " + onto.abbreviated(),
                host -> host.replay(new ReplayRequest(target, local, remote, onto, committedAt)));
    }

    MoveAnswer advance(CommitId from, CommitId to, CommitId remote, @Nullable UtcName keep, @Nullable Instant at) {
        return local(
                Operation.ADVANCE,
                "move " + input.branch() + " to " + to.abbreviated(),
                host -> host.advance(new MoveRequest(target, from, to, remote, keep, at)));
    }

    MoveAnswer adopt(CommitId from, CommitId remote, @Nullable UtcName keep) {
        return local(
                Operation.ADOPT,
                "follow the remote to " + remote.abbreviated(),
                host -> host.adopt(new MoveRequest(target, from, remote, remote, keep, null)));
    }

    PushAnswer push(int commits, CommitId expected, CommitId next) {
        PushAnswer answer = remote(
                Operation.PUSH,
                "push " + Messages.count(commits) + " to " + input.branch(),
                (host, limit) -> host.push(new PushRequest(target, expected, next, limit)));
        ledger.failedAttempts(answer.failedAttempts());
        return answer;
    }

    PreservedConflict preserve(
            CommitId commit, CommitId local, CommitId remote, UtcName name, @Nullable PreservedConflict earlier) {
        PreserveAnswer answer = remote(
                Operation.PRESERVE,
                "preserve the conflict on conflicts/" + name,
                (host, limit) ->
                        host.preserve(new PreserveRequest(target, commit, local, remote, name, earlier, limit)));
        ledger.failedAttempts(answer.failedAttempts());
        return answer.preserved();
    }

    /** Ends only where the remote holds what was preserved. */
    void verify(PreservedConflict preserved) {
        VerifyAnswer answer = remote(
                Operation.VERIFY,
                "read " + preserved.branch() + " back from the remote",
                (host, limit) -> host.verify(new VerifyRequest(target, preserved, limit)));
        ledger.failedAttempts(answer.failedAttempts());
        if (!answer.held()) {
            String message = "the remote took " + preserved.branch() + ", but does not show it at "
                    + preserved.commit().abbreviated();
            throw StepFailure.unavailable(Operation.VERIFY, message, new FailureDetails(1, null));
        }
    }

    ReloadAnswer reload(CommitId commit, Outcome outcome) {
        return local(
                Operation.RELOAD,
                "tell the application of " + commit.abbreviated(),
                host -> host.reload(new ReloadRequest(target, commit, outcome)));
    }

    private <T> T remote(Operation operation, String line, BiFunction<RepositoryActivities, Duration, T> call) {
        Duration limit = budget.limit(Waits.now());
        ActivityOptions options = ActivityPolicies.remote(input.host(), line, limit);
        return call(operation, line, options, host -> call.apply(host, limit));
    }

    private <T> T local(Operation operation, String line, Function<RepositoryActivities, T> call) {
        return call(operation, line, ActivityPolicies.local(input.host(), line), call);
    }

    private <T> T call(
            Operation operation, String line, ActivityOptions options, Function<RepositoryActivities, T> call) {
        began = Waits.now();
        display.step(operation, line);
        try {
            return call.apply(Workflow.newActivityStub(RepositoryActivities.class, options));
        } catch (ActivityFailure failure) {
            throw Failures.sort(operation, failure);
        }
    }
}
