package dev.reconciler.workflow;

import dev.reconciler.model.Outcome;
import java.util.Comparator;
import java.util.List;

/**
 * Something that a pass did.
 *
 * @param outcome the outcome of a pass that did only this
 * @param text the same for people
 */
public record Deed(Outcome outcome, String text) {
    /** A pass that replayed also pushes: the replay says more. */
    private static final List<Outcome> IN_A_PASS = List.of(
            Outcome.IN_SYNC,
            Outcome.FAST_FORWARDED,
            Outcome.PUSHED_AHEAD,
            Outcome.REBASED,
            Outcome.REWOUND,
            Outcome.CONFLICT_ESCAPED);

    private static final List<Outcome> IN_A_RUN = List.of(
            Outcome.IN_SYNC,
            Outcome.FAST_FORWARDED,
            Outcome.REBASED,
            Outcome.PUSHED_AHEAD,
            Outcome.REWOUND,
            Outcome.CONFLICT_ESCAPED);

    /** The weaker first, among what one pass did. */
    static Comparator<Deed> inAPass() {
        return Comparator.comparing(deed -> IN_A_PASS.indexOf(deed.outcome()));
    }

    /** The weaker first, among what the passes of one run did. */
    static Comparator<Deed> inARun() {
        return Comparator.comparing(deed -> IN_A_RUN.indexOf(deed.outcome()));
    }
}
