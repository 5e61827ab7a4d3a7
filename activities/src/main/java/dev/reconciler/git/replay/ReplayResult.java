package dev.reconciler.git.replay;

import org.eclipse.jgit.lib.ObjectId;
import org.jspecify.annotations.Nullable;

/**
 * How a {@link ReplayTask} went.
 *
 * @param tip the last commit, {@code onto} where nothing was left to replay; null on a conflict
 * @param replayed the number of commits written; those that were in place already are not counted
 * @param keepOriginal whether the original commits have something that the replayed ones have not: a resolution that a
 *     person made in a merge, or a commit that became empty
 * @param detail on a conflict, which commit and which paths, and why; empty otherwise
 */
public record ReplayResult(@Nullable ObjectId tip, int replayed, boolean keepOriginal, String detail) {

    static ReplayResult replayed(ObjectId tip, int replayed, boolean keepOriginal) {
        return new ReplayResult(tip, replayed, keepOriginal, "");
    }

    static ReplayResult conflict(boolean keepOriginal, String detail) {
        return new ReplayResult(null, 0, keepOriginal, detail);
    }
}
