package dev.reconciler.git.merge;

import dev.reconciler.git.tree.BytePath;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The paths that {@link TreeMerge} could not decide on, and why. The text for people names the first ten of them, in the
 * order in which they were added.
 */
final class MergeConflicts {
    private static final int NAMED = 10;

    private final Map<BytePath, String> reasons = new LinkedHashMap<>();

    /**
     * Adds a path; the first reason for a path stays.
     *
     * @param why the rest of a sentence that begins with the path
     */
    void add(BytePath path, String why) {
        reasons.putIfAbsent(path, why);
    }

    /** Each path, in the order in which they were added. */
    List<BytePath> paths() {
        return List.copyOf(reasons.keySet());
    }

    boolean isEmpty() {
        return reasons.isEmpty();
    }

    @Override
    public String toString() {
        String named = reasons.entrySet().stream()
                .limit(NAMED)
                .map(each -> each.getKey() + " " + each.getValue())
                .collect(Collectors.joining("; "));
        return reasons.size() <= NAMED ? named : named + "; and " + (reasons.size() - NAMED) + " more";
    }
}
