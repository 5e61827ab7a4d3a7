package dev.reconciler.workflow.progress;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import dev.reconciler.contract.ActivityName;
import dev.reconciler.contract.PreservedConflict;
import dev.reconciler.contract.RecoveredMove;
import dev.reconciler.model.CommitId;
import dev.reconciler.workflow.outcome.OutcomeReport;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a run hands to the run that continues it, where Temporal calls for continue-as-new.
 *
 * <p>Histories hold it as JSON: the names of the JSON properties never change, whatever the components are called.
 *
 * @param since when the first of the runs started
 * @param failedAttempts the remote attempts that failed so far
 * @param firstLocal the local branch before the first pass; null where nothing was seen yet
 * @param counts how far apart the two sides were before the first pass; null where they were not compared yet
 * @param strongest the strongest thing that the closed passes did; null where no pass is closed
 * @param passReports what the pass under way did
 * @param effects what the result names, whichever pass left it
 * @param preserved a conflict branch that this run made, and has not followed by adopting the remote; null where there
 *     is none
 * @param unansweredMove a move of the local branch whose answer was lost; null where there is none
 * @param unansweredPush a push whose answer was lost; null where there is none
 * @param openPass the pass under way; null between two passes
 * @param replayedLocal what the branch held before a replay that the remote has not taken yet; null where there is none
 * @param recovered a move that a fetch finished before it failed, and that the next one has to describe; null where there
 *     is none
 */
@JsonPropertyOrder({
    "since",
    "failedAttempts",
    "first",
    "counts",
    "strongest",
    "deeds",
    "kept",
    "preserved",
    "unansweredMove",
    "unansweredPush",
    "underWay",
    "replayedLocal",
    "recovered"
})
@JsonIgnoreProperties(ignoreUnknown = true)
public record RunCheckpoint(
        Instant since,
        int failedAttempts,
        @JsonProperty("first") @Nullable FirstLocal firstLocal,
        @Nullable CommitCounts counts,
        @Nullable OutcomeReport strongest,
        @JsonProperty("deeds") List<OutcomeReport> passReports,
        @JsonProperty("kept") LastingEffects effects,
        @Nullable PreservedConflict preserved,
        @Nullable UnansweredWrite unansweredMove,
        @Nullable UnansweredWrite unansweredPush,
        @JsonProperty("underWay") @Nullable OpenPass openPass,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable CommitId replayedLocal,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable RecoveredMove recovered) {

    public RunCheckpoint {
        passReports = List.copyOf(passReports);
    }

    /** The local branch before the first pass; null inside where there was no clone. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record FirstLocal(
            @JsonProperty("local") @Nullable CommitId commit) {}

    /** How many commits each side had that the other lacked. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record CommitCounts(int ahead, int behind) {
        static final CommitCounts NONE = new CommitCounts(0, 0);
    }

    /**
     * What a result names, whichever pass left it.
     *
     * @param conflictBranch the branch on the remote that holds escaped commits; null where there is none
     * @param keptRef the local ref that holds what is on no branch any more; null where there is none
     * @param remoteRewritten whether the remote dropped commits that both sides once held
     */
    @JsonPropertyOrder({"conflictBranch", "ref", "remoteRewritten"})
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record LastingEffects(
            @Nullable String conflictBranch,
            @JsonProperty("ref") @Nullable String keptRef,
            boolean remoteRewritten) {
        static final LastingEffects NONE = new LastingEffects(null, null, false);

        LastingEffects withConflictBranch(String name) {
            return new LastingEffects(name, keptRef, remoteRewritten);
        }

        LastingEffects withKeptRef(String name) {
            return new LastingEffects(conflictBranch, name, remoteRewritten);
        }

        LastingEffects withRemoteRewritten() {
            return new LastingEffects(conflictBranch, keptRef, true);
        }
    }

    /**
     * A write that may have happened, since its answer was lost: it did happen where the branch is found at {@code
     * target}.
     *
     * @param report how people are told of the write, once it is known to have happened
     */
    @JsonPropertyOrder({"target", "deed"})
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record UnansweredWrite(
            CommitId target, @JsonProperty("deed") OutcomeReport report) {}

    /**
     * A pass that waits for its next attempt.
     *
     * @param start when its first attempt began: its budget is counted from there
     * @param waits how often it has waited for the remote
     * @param unconfirmedWrite the push or the escape that the remote has not confirmed yet; null where there is none
     * @param notTried how long of its time it did not try; null where it always did
     * @param leaseHeldSince when a lease, or another run, was first in its way; null where none was
     */
    @JsonPropertyOrder({"start", "waits", "writing", "notTried", "leaseHeldSince"})
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record OpenPass(
            Instant start,
            int waits,
            @JsonProperty("writing") @Nullable ActivityName unconfirmedWrite,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            Duration notTried,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            Instant leaseHeldSince) {

        public OpenPass {
            notTried = notTried == null || notTried.isZero() ? null : notTried;
        }

        /** A pass that begins. */
        public static OpenPass beginAt(Instant start) {
            return new OpenPass(start, 0, null, null, null);
        }
    }
}
