package dev.reconciler.git.merge;

import dev.reconciler.git.tree.BytePath;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** The paths that a merge could not decide on, and why. */
final class MergeConflicts {
    private static final int NAMED = 10;

    private final Map<BytePath, String> reasons = new LinkedHashMap<>();

    void add(BytePath path, String why) {
        reasons.putIfAbsent(path, why);
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
