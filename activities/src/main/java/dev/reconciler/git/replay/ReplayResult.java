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
 * @param upstreamTwins each commit that was left out because upstream makes the same change, with the commit that does
 * @param keepOriginal whether an original commit has no twin at all: a merge, or a commit that became empty
 * @param detail on a conflict, which commit and which paths, and why; empty otherwise
 */
public record ReplayResult(
        @Nullable ObjectId tip,
        Map<ObjectId, ObjectId> twins,
        Map<ObjectId, ObjectId> upstreamTwins,
        boolean keepOriginal,
        String detail) {

    public ReplayResult {
        twins = Collections.unmodifiableMap(new LinkedHashMap<>(twins));
        upstreamTwins = Map.copyOf(upstreamTwins);
    }

    static ReplayResult replayed(
            ObjectId tip, Map<ObjectId, ObjectId> twins, Map<ObjectId, ObjectId> upstreamTwins, boolean keepOriginal) {
        return new ReplayResult(tip, twins, upstreamTwins, keepOriginal, "");
    }

    static ReplayResult conflict(String detail) {
        return new ReplayResult(null, Map.of(), Map.of(), false, detail);
    }

    /** Each original commit that has a twin, written by the replay or upstream already, with it. */
    public Map<ObjectId, ObjectId> allTwins() {
        Map<ObjectId, ObjectId> all = new LinkedHashMap<>(upstreamTwins);
        all.putAll(twins);
        return all;
    }

    /** The number of commits written. */
    public int replayed() {
        return twins.size();
    }
}
