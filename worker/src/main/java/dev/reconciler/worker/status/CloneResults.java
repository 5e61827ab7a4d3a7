package dev.reconciler.worker.status;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.reconciler.model.Outcome;
import dev.reconciler.model.ReconcileResult;
import java.util.Comparator;
import java.util.List;

/**
 * What a pass of each of several clones of one remote came to.
 *
 * @param heaviest the one that a person should look at first
 * @param results all of them
 */
public record CloneResults(@JsonUnwrapped ReconcileResult heaviest, List<ReconcileResult> results) {

    public CloneResults {
        results = List.copyOf(results);
    }

    /** Finds the heaviest; of several such the first. */
    public static CloneResults of(List<ReconcileResult> results) {
        Comparator<ReconcileResult> byWeight = Comparator.comparing(result -> weigh(result.outcome()));
        ReconcileResult heaviest =
                results.stream().sorted(byWeight.reversed()).findFirst().orElseThrow();
        return new CloneResults(heaviest, results);
    }

    // In the order of the exit status of a command for several repositories.
    private static int weigh(Outcome outcome) {
        return switch (outcome) {
            case IN_SYNC -> 0;
            case FAST_FORWARDED, PUSHED_AHEAD, REBASED, REWOUND -> 1;
            case FETCH_FAILED, PUSH_FAILED -> 2;
            case CONFLICT_ESCAPED -> 3;
            case FAILED -> 4;
        };
    }
}
