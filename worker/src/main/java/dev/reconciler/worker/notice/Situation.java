package dev.reconciler.worker.notice;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What a look finds.
 *
 * @param cases those that there are
 * @param undecided ids of cases of which the look can't tell whether they are over
 */
record Situation(List<FoundCase> cases, Set<String> undecided) {
    Situation {
        cases = List.copyOf(cases);
        undecided = Set.copyOf(undecided);
    }

    /** Both together. */
    Situation and(Situation other) {
        List<FoundCase> all = new ArrayList<>(cases);
        all.addAll(other.cases);
        Set<String> open = new HashSet<>(undecided);
        open.addAll(other.undecided);
        return new Situation(all, open);
    }
}
