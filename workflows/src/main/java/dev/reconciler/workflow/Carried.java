package dev.reconciler.workflow;

import dev.reconciler.contract.PreservedConflict;
import dev.reconciler.model.CommitId;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a run hands to the one that continues it.
 *
 * @param since when the first of them started
 * @param failedAttempts the remote attempts that failed so far
 * @param first the local branch before the first pass; null where nothing was seen yet
 * @param counts how far apart the two sides were before the first pass; null where they were not compared yet
 * @param strongest the strongest thing that the finished passes did; null where they did nothing
 * @param deeds what the pass under way did
 * @param kept what the result names, whichever pass left it
 * @param preserved a conflict branch that this run made, and has not followed by adopting the remote
 * @param unansweredMove a move of the branch whose answer was lost
 * @param unansweredPush a push whose answer was lost
 * @param underWay the budget of the pass under way; null between two passes
 */
public record Carried(
        Instant since,
        int failedAttempts,
        @Nullable First first,
        @Nullable Counts counts,
        @Nullable Deed strongest,
        List<Deed> deeds,
        Kept kept,
        @Nullable PreservedConflict preserved,
        @Nullable Unanswered unansweredMove,
        @Nullable Unanswered unansweredPush,
        @Nullable UnderWay underWay) {

    public Carried {
        deeds = List.copyOf(deeds);
    }

    /** The local branch before the first pass; null where there was no clone. */
    public record First(@Nullable CommitId local) {}

    /** How far apart the two sides were. */
    public record Counts(int ahead, int behind) {}

    /** What a result names, whichever pass left it. */
    public record Kept(
            @Nullable String conflictBranch, @Nullable String ref, boolean remoteRewritten) {
        static final Kept NOTHING = new Kept(null, null, false);

        Kept withConflictBranch(String name) {
            return new Kept(name, ref, remoteRewritten);
        }

        Kept withRef(String name) {
            return new Kept(conflictBranch, name, remoteRewritten);
        }

        Kept withRewrite() {
            return new Kept(conflictBranch, ref, true);
        }
    }

    /** Something that may have happened without an answer: it did, where the branch is found at {@code target}. */
    public record Unanswered(CommitId target, Deed deed) {}

    /**
     * A pass that waits.
     *
     * @param start when its first attempt began
     * @param waits how often it waited for the remote
     * @param writing whether a push or an escape of it has yet to be answered
     */
    public record UnderWay(
            Instant start, int waits, @Nullable Operation writing) {}
}
