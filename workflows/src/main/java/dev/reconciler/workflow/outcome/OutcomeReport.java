package dev.reconciler.workflow.outcome;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import dev.reconciler.model.Outcome;
import java.util.Comparator;
import java.util.List;

/**
 * One thing that a pass did, as people and programs are told of it.
 *
 * @param outcome the outcome of a pass that did only this
 * @param text the same as a sentence for people
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record OutcomeReport(Outcome outcome, String text) {
    /** A pass that replayed also pushed what it replayed: there the replay says more than the push. */
    private static final List<Outcome> WEAKEST_FIRST_IN_A_PASS = List.of(
            Outcome.IN_SYNC,
            Outcome.FAST_FORWARDED,
            Outcome.PUSHED_AHEAD,
            Outcome.REBASED,
            Outcome.REWOUND,
            Outcome.CONFLICT_ESCAPED);

    /** Across the passes of a run a push counts as stronger than a replay. */
    private static final List<Outcome> WEAKEST_FIRST_IN_A_RUN = List.of(
            Outcome.IN_SYNC,
            Outcome.FAST_FORWARDED,
            Outcome.REBASED,
            Outcome.PUSHED_AHEAD,
            Outcome.REWOUND,
            Outcome.CONFLICT_ESCAPED);

    /** Orders what one pass did, the weakest first. */
    public static Comparator<OutcomeReport> byStrengthInPass() {
        return Comparator.comparing(report -> WEAKEST_FIRST_IN_A_PASS.indexOf(report.outcome()));
    }

    /** Orders what the passes of one run did, the weakest first. */
    public static Comparator<OutcomeReport> byStrengthInRun() {
        return Comparator.comparing(report -> WEAKEST_FIRST_IN_A_RUN.indexOf(report.outcome()));
    }
}
