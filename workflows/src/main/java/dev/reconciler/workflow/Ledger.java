package dev.reconciler.workflow;

import dev.reconciler.contract.Classification;
import dev.reconciler.contract.FailureDetails;
import dev.reconciler.contract.MoveAnswer;
import dev.reconciler.contract.PreservedConflict;
import dev.reconciler.contract.RecoveredMove;
import dev.reconciler.contract.RemoteState;
import dev.reconciler.model.CommitId;
import dev.reconciler.model.Divergence;
import dev.reconciler.workflow.Carried.Counts;
import dev.reconciler.workflow.Carried.First;
import dev.reconciler.workflow.Carried.Kept;
import dev.reconciler.workflow.Carried.Unanswered;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What one run saw and did so far. */
final class Ledger {
    private final Instant since;
    private final List<Deed> deeds = new ArrayList<>();
    private int failedAttempts;
    private @Nullable First first;
    private @Nullable Counts counts;
    private @Nullable CommitId local;
    private @Nullable CommitId remote;
    private @Nullable Deed strongest;
    private Kept kept = Kept.NOTHING;
    private @Nullable PreservedConflict preserved;
    private @Nullable Unanswered unansweredMove;
    private @Nullable Unanswered unansweredPush;
    private boolean reloadOwed;

    Ledger(Instant since) {
        this.since = since;
    }

    /** Goes on where another run's history grew too long. */
    Ledger(Carried carried) {
        since = carried.since();
        deeds.addAll(carried.deeds());
        failedAttempts = carried.failedAttempts();
        first = carried.first();
        counts = carried.counts();
        strongest = carried.strongest();
        kept = carried.kept();
        preserved = carried.preserved();
        unansweredMove = carried.unansweredMove();
        unansweredPush = carried.unansweredPush();
    }

    Carried carry(Carried.@Nullable UnderWay underWay) {
        return new Carried(
                since,
                failedAttempts,
                first,
                counts,
                strongest,
                deeds,
                kept,
                preserved,
                unansweredMove,
                unansweredPush,
                underWay);
    }

    void fetched(RemoteState state) {
        local = state.status() == RemoteState.FetchStatus.CLONED ? state.remote() : state.local();
        remote = state.remote();
        reloadOwed |= state.reloadOwed();
        RecoveredMove recovered = state.recovered();
        if (recovered != null) {
            finished(recovered, state);
        }
        if (first == null) {
            first = new First(state.local());
        }
        if (unansweredMove != null && unansweredMove.target().equals(local)) {
            did(unansweredMove.deed());
            unansweredMove = null;
        }
        if (unansweredPush != null && unansweredPush.target().equals(remote)) {
            foundPushed(unansweredPush);
        }
        switch (state.status()) {
            case IN_SYNC -> counted(0, 0);
            case CLONED -> counted(0, state.clonedCommits());
            case DIFFERENT -> {}
        }
    }

    private void finished(RecoveredMove move, RemoteState state) {
        first = first == null ? new First(move.from()) : first;
        counted(move.ahead(), move.behind());
        did(Messages.finished(move.outcome(), move.from(), state));
        if (move.keptRef() != null) {
            kept = kept.withRef(move.keptRef());
        }
        if (move.conflictBranch() != null) {
            kept = kept.withConflictBranch(move.conflictBranch());
        }
    }

    void classified(Classification found) {
        counted(found.ahead(), found.behind());
        if (unansweredPush != null && holds(found, unansweredPush.target())) {
            foundPushed(unansweredPush);
        }
    }

    private void foundPushed(Unanswered push) {
        did(push.deed());
        unansweredPush = null;
    }

    /** Whether the remote holds a commit that local held: others may have pushed on top of it. */
    private boolean holds(Classification found, CommitId commit) {
        return commit.equals(found.mergeBase()) || (found.divergence() == Divergence.BEHIND && commit.equals(local));
    }

    private void counted(int ahead, int behind) {
        if (counts == null) {
            counts = new Counts(ahead, behind);
        }
    }

    void did(Deed deed) {
        deeds.removeIf(earlier -> earlier.outcome() == deed.outcome());
        deeds.add(deed);
    }

    void moved(MoveAnswer answer) {
        local = answer.now();
        reloadOwed |= answer.reloadOwed();
        unansweredMove = null;
        if (answer.keptRef() != null) {
            kept = kept.withRef(answer.keptRef());
        }
    }

    void pushed(CommitId now) {
        remote = now;
        unansweredPush = null;
    }

    void moveUnanswered(CommitId target, Deed deed) {
        unansweredMove = new Unanswered(target, deed);
    }

    void pushUnanswered(CommitId target, Deed deed) {
        unansweredPush = new Unanswered(target, deed);
    }

    void preserved(PreservedConflict answer) {
        preserved = answer;
    }

    void verified(PreservedConflict answer) {
        kept = kept.withConflictBranch(answer.branch().value());
    }

    /** The remote was followed: a conflict after this one gets a branch of its own. */
    void adopted() {
        preserved = null;
    }

    void remoteRewritten() {
        kept = kept.withRewrite();
    }

    void failedAttempts(int more) {
        failedAttempts += more;
    }

    void failed(FailureDetails details) {
        failedAttempts(details.failedAttempts());
        if (details.local() != null) {
            local = details.local();
            first = first == null ? new First(details.local()) : first;
        }
    }

    /** The strongest thing that the pass under way did, told with everything else that it did. */
    Deed passDeed() {
        String text = deeds.stream().map(Deed::text).collect(Collectors.joining(", "));
        return deeds.stream()
                .max(Deed.inAPass())
                .map(deed -> new Deed(deed.outcome(), text))
                .orElseGet(Messages::agree);
    }

    /** Closes the pass: what it did counts from now on as done earlier in the run. */
    void passEnded() {
        Deed deed = passDeed();
        if (strongest == null || Deed.inARun().compare(strongest, deed) <= 0) {
            strongest = deed;
        }
        deeds.clear();
    }

    boolean didSomething() {
        return !deeds.isEmpty();
    }

    /** Whether the application has yet to be told; asked once, the call is tried once. */
    boolean takeReload() {
        boolean owed = reloadOwed;
        reloadOwed = false;
        return owed;
    }

    Instant since() {
        return since;
    }

    int attempts() {
        return 1 + failedAttempts;
    }

    @Nullable
    First first() {
        return first;
    }

    Counts counts() {
        return counts == null ? new Counts(0, 0) : counts;
    }

    @Nullable
    CommitId local() {
        return local;
    }

    @Nullable
    CommitId remote() {
        return remote;
    }

    @Nullable
    Deed strongest() {
        return strongest;
    }

    Kept kept() {
        return kept;
    }

    @Nullable
    PreservedConflict preserved() {
        return preserved;
    }
}
