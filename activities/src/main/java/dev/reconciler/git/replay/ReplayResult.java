package dev.reconciler.git.replay;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.eclipse.jgit.lib.ObjectId;
import org.jspecify.annotations.Nullable;

/**
 * How a {@link ReplayTask} went.
 *
 * @param tip the last commit, {@code onto} where nothing was left to replay; null on a conflict
 * @param twins each commit that was written, by its original, in the order of the replay; those that were in place
 *     already are not among them
 * @param keepOriginal whether the original commits have something that the replayed ones have not: a resolution that a
 *     person made in a merge, or a commit that became empty
 * @param detail on a conflict, which commit and which paths, and why; empty otherwise
 */
public record ReplayResult(@Nullable ObjectId tip, Map<ObjectId, ObjectId> twins, boolean keepOriginal, String detail) {

    public ReplayResult {
        twins = Collections.unmodifiableMap(new LinkedHashMap<>(twins));
    }

    static ReplayResult replayed(ObjectId tip, Map<ObjectId, ObjectId> twins, boolean keepOriginal) {
        return new ReplayResult(tip, twins, keepOriginal, "");
    }

    static ReplayResult conflict(boolean keepOriginal, String detail) {
        return new ReplayResult(null, Map.of(), keepOriginal, detail);
    }

    /** The number of commits written. */
    public int replayed() {
        return twins.size();
    }
}
