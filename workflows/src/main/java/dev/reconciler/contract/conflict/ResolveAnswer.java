package dev.reconciler.contract.conflict;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import dev.reconciler.model.CommitId;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What came of the commits of a conflict branch.
 *
 * @param tip the last of the replayed commits, or the remote's commit where that has all of them already; null unless
 *     replayed
 * @param replayed how many commits were written
 * @param keepOriginal whether a commit of the branch has no twin, such as a merge: the branch's commit is to be kept
 * @param detail which commit and paths conflict; empty otherwise
 * @param failedAttempts the remote attempts that failed before the one that was answered
 * @param waited how long the activity waited for its turn on the host, which is not trying; null where it did not
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record ResolveAnswer(
        ResolveStatus status,
        @Nullable CommitId tip,
        int replayed,
        boolean keepOriginal,
        String detail,
        int failedAttempts,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Duration waited) {

    @JsonCreator
    public ResolveAnswer {}

    /** Commits that replay cleanly. */
    public static ResolveAnswer replayed(CommitId tip, int commits, boolean keepOriginal) {
        return new ResolveAnswer(ResolveStatus.REPLAYED, tip, commits, keepOriginal, "", 0, null);
    }

    /** Commits that conflict still. */
    public static ResolveAnswer conflict(String detail) {
        return new ResolveAnswer(ResolveStatus.CONFLICT, null, 0, false, detail, 0, null);
    }

    /** The remote's branch is not where it was seen. */
    public static ResolveAnswer remoteMoved() {
        return new ResolveAnswer(ResolveStatus.REMOTE_MOVED, null, 0, false, "", 0, null);
    }

    /** The same, after so many failed attempts and such a wait for a turn. */
    public ResolveAnswer after(int failed, Duration turn) {
        return new ResolveAnswer(status, tip, replayed, keepOriginal, detail, failed, turn.isZero() ? null : turn);
    }

    /** What came of them. */
    public enum ResolveStatus {
        REPLAYED,
        CONFLICT,
        /** The remote's branch was no longer where it was expected. */
        REMOTE_MOVED
    }
}
