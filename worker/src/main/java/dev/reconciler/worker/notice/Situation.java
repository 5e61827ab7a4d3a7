package dev.reconciler.worker.notice;

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
}
