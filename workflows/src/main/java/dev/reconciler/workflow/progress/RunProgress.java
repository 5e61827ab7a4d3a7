package dev.reconciler.workflow.progress;

import dev.reconciler.contract.Classification;
import dev.reconciler.contract.ConflictNews;
import dev.reconciler.contract.FailureDetails;
import dev.reconciler.contract.MoveAnswer;
import dev.reconciler.contract.PreservedConflict;
import dev.reconciler.contract.RecoveredMove;
import dev.reconciler.contract.ReloadAnswer;
import dev.reconciler.contract.RemoteState;
import dev.reconciler.model.CommitId;
import dev.reconciler.model.ReloadResponse;
import dev.reconciler.workflow.outcome.ActionReports;
import dev.reconciler.workflow.outcome.OutcomeReport;
import dev.reconciler.workflow.progress.RunCheckpoint.OpenPass;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Takes each answer of an activity, and hands it to the values that remember what it says. */
public final class RunProgress {
    private final Instant since;
    private final ObservedSides sides;
    private final OutcomeLog outcomes;
    private final UnansweredWrites unanswered;
    private int failedAttempts;
    private @Nullable PreservedConflict preserved;
    private @Nullable CommitId replayedLocal;
    private boolean reloadOwed;
    private @Nullable ReloadResponse reloadResponse;
    private @Nullable ConflictNews conflictNews;
    private @Nullable RecoveredMove recovered;

    /** Begins the progress of a run that starts now. */
    public RunProgress(Instant now) {
        since = now;
        sides = new ObservedSides();
        outcomes = new OutcomeLog();
        unanswered = new UnansweredWrites();
    }

    /** Goes on where the run before this one stopped, because its history grew too long. */
    public RunProgress(RunCheckpoint checkpoint) {
        since = checkpoint.since();
        sides = new ObservedSides(checkpoint);
        outcomes = new OutcomeLog(checkpoint);
        unanswered = new UnansweredWrites(checkpoint);
        failedAttempts = checkpoint.failedAttempts();
        preserved = checkpoint.preserved();
        replayedLocal = checkpoint.replayedLocal();
        recovered = checkpoint.recovered();
    }

    /**
     * Makes what the next run goes on from.
     *
     * @param openPass the pass under way; null between two passes
     */
    public RunCheckpoint createCheckpoint(@Nullable OpenPass openPass) {
        return new RunCheckpoint(
                since,
                failedAttempts,
                sides.firstLocal(),
                sides.firstCounts(),
                outcomes.strongest(),
                outcomes.passReports(),
                outcomes.effects(),
                preserved,
                unanswered.move(),
                unanswered.push(),
                openPass,
                replayedLocal,
                recovered);
    }

    public void recordFetch(RemoteState state) {
        sides.recordFetch(state);
        reloadOwed |= state.reloadOwed();
        conflictNews = state.conflicts();
        // The sentence for people joins the reports in this order, which is the order in which they happened.
        RecoveredMove move = state.recovered();
        if (move != null) {
            addRecovery(move, state.local() == null ? state.remote() : state.local());
        }
        recovered = null;
        unanswered.takeMoveFoundAt(sides.local()).ifPresent(outcomes::addReport);
        unanswered.takePushFoundAt(state.remote()).ifPresent(outcomes::addReport);
    }

    private void addRecovery(RecoveredMove move, @Nullable CommitId now) {
        outcomes.addReport(ActionReports.reportRecovery(move, now == null ? move.from() : now));
        outcomes.addKeptRef(move.keptRef());
        outcomes.addConflictBranch(move.conflictBranch());
    }

    /** A move that a fetch finished before it failed, and that the next fetch has to describe; null where there is none. */
    public @Nullable RecoveredMove recovered() {
        return recovered;
    }

    public void recordComparison(Classification found) {
        sides.recordComparison(found);
        unanswered.takePushFoundBelow(found, sides.local()).ifPresent(outcomes::addReport);
    }

    /** Records that the remote was seen twice without commits that both sides once held. */
    public void recordRemoteRewrite() {
        outcomes.addRemoteRewrite();
    }

    public void recordClone(OutcomeReport report) {
        outcomes.addReport(report);
    }

    public void recordMove(MoveAnswer answer, OutcomeReport report) {
        sides.recordLocalMove(answer.now());
        reloadOwed |= answer.reloadOwed();
        unanswered.clearMove();
        outcomes.addKeptRef(answer.keptRef());
        outcomes.addReport(report);
    }

    public void recordUnansweredMove(CommitId target, OutcomeReport report) {
        unanswered.addMove(target, report);
    }

    /** Records that the branch is about to leave a commit for its replay. A replay of a replay has the same originals. */
    public void recordReplayedLocal(CommitId local) {
        replayedLocal = replayedLocal == null ? local : replayedLocal;
    }

    /** What the branch held before a replay that the remote has not taken yet; null where there is none. */
    public @Nullable CommitId replayedLocal() {
        return replayedLocal;
    }

    public void recordPush(CommitId pushed, OutcomeReport report) {
        replayedLocal = null;
        sides.recordRemoteMove(pushed);
        unanswered.clearPush();
        outcomes.addReport(report);
    }

    public void recordUnansweredPush(CommitId target, OutcomeReport report) {
        unanswered.addPush(target, report);
    }

    /** Records that the remote took a conflict branch; until it is read back from the remote, no result names it. */
    public void recordPreserved(PreservedConflict conflict) {
        preserved = conflict;
    }

    /** Records that the conflict branch was read back from the remote. */
    public void recordVerified(PreservedConflict conflict) {
        addConflictNews(conflict);
        outcomes.addConflictBranch(conflict.branch().value());
    }

    /** Records what a pass found out without any effect. */
    public void recordOutcome(OutcomeReport report) {
        outcomes.addReport(report);
    }

    /** Records that a conflict branch stays, after a person has had its commits replayed. */
    public void recordOpenConflict(PreservedConflict conflict, OutcomeReport report) {
        outcomes.addConflictBranch(conflict.branch().value());
        outcomes.addReport(report);
    }

    /** Records that a conflict branch has been removed; null where nothing had to be kept of it. */
    public void recordSettled(PreservedConflict conflict, @Nullable String keptRef, OutcomeReport report) {
        addConflictNews(conflict);
        outcomes.addKeptRef(keptRef);
        outcomes.addReport(report);
    }

    /** Records that local followed the remote after an escape: the next conflict gets a branch of its own. */
    public void recordAdoption() {
        preserved = null;
    }

    // What the run itself does to a conflict branch comes after the fetch that looked at it.
    private void addConflictNews(PreservedConflict conflict) {
        if (conflictNews != null) {
            List<PreservedConflict> all = new ArrayList<>(conflictNews.unseen());
            all.removeIf(each -> each.branch().equals(conflict.branch()));
            all.add(conflict);
            conflictNews = new ConflictNews(conflictNews.terms(), all);
        }
    }

    /** Takes what the cases of conflicts have yet to be told; empty where the host keeps none. */
    public Optional<ConflictNews> takeConflictNews() {
        Optional<ConflictNews> news = Optional.ofNullable(conflictNews);
        conflictNews = null;
        return news;
    }

    public void recordFailedAttempts(int more) {
        failedAttempts += more;
    }

    /** Records what a failed activity told besides its error. */
    public void recordFailure(FailureDetails details) {
        recordFailedAttempts(details.failedAttempts());
        reloadOwed |= details.reloadOwed();
        RecoveredMove move = details.recovered();
        if (move != null) {
            recovered = move;
            sides.recordFinishedMove(move.from());
            addRecovery(move, details.local());
        }
        if (details.local() != null) {
            sides.recordLocalAtFailure(details.local());
        }
        outcomes.addKeptRef(details.keptRef());
    }

    /** Records that the run fails: no fetch will tell whether the branch was moved before the move failed. */
    public void recordEnd() {
        unanswered.takeMoveFoundAt(sides.local()).ifPresent(outcomes::addReport);
    }

    /** Records what the application answered; an earlier answer counts where nothing came. */
    public void recordReload(ReloadAnswer answer) {
        reloadResponse = answer.response() == null ? reloadResponse : answer.response();
    }

    /** What the application answered last in this run; null where it was not called, or nothing came. */
    public @Nullable ReloadResponse reloadResponse() {
        return reloadResponse;
    }

    /** Takes the reload call that is owed to the application: true once for each fetch or move that reported it. */
    public boolean takeOwedReload() {
        boolean owed = reloadOwed;
        reloadOwed = false;
        return owed;
    }

    /** When the run started, or the first of the runs that this one continues. */
    public Instant since() {
        return since;
    }

    /** One, and the remote attempts that failed so far. */
    public int attempts() {
        return 1 + failedAttempts;
    }

    /** The conflict branch that local has yet to be moved for; null where there is none. */
    public @Nullable PreservedConflict preserved() {
        return preserved;
    }

    public ObservedSides sides() {
        return sides;
    }

    public OutcomeLog outcomes() {
        return outcomes;
    }
}
