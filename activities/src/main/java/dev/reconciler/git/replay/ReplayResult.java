package dev.reconciler.git.replay;

import org.eclipse.jgit.lib.ObjectId;
import org.jspecify.annotations.Nullable;

/**
 * How a replay went.
 *
 * @param tip the last commit, {@code onto} where nothing was left to replay; null on a conflict
 * @param replayed the number of commits written; those that were in place already are not counted
 * @param keepOriginal whether a merge among the own commits has a resolution that a linear replay can't carry
 * @param detail on a conflict, which commit and which paths, and why; empty otherwise
 */
public record ReplayResult(
        ResultStatus status, @Nullable ObjectId tip, int replayed, boolean keepOriginal, String detail) {

    /** Whether the commits replay. */
    public enum ResultStatus {
        REPLAYED,
        CONFLICT
    }

    static ReplayResult replayed(ObjectId tip, int replayed, boolean keepOriginal) {
        return new ReplayResult(ResultStatus.REPLAYED, tip, replayed, keepOriginal, "");
    }

    static ReplayResult conflict(boolean keepOriginal, String detail) {
        return new ReplayResult(ResultStatus.CONFLICT, null, 0, keepOriginal, detail);
    }
}
