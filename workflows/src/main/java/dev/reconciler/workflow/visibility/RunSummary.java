package dev.reconciler.workflow.visibility;

import dev.reconciler.workflow.ReconcileInput;
import java.util.Map;

/** One line that says what a run is about, for the UI. */
public final class RunSummary {
    /** The memo that holds the line: a run that continues as new loses its static summary, but not this. */
    public static final String MEMO = "summary";

    private RunSummary() {}

    /** The line itself, for the static summary. */
    public static String of(ReconcileInput input) {
        return (input.planned() ? "plan " : "reconcile ") + input.branch() + " of " + input.repository() + " on "
                + input.host() + ", asked for by " + input.trigger();
    }

    /** The memo of a run. */
    public static Map<String, Object> memo(ReconcileInput input) {
        return Map.of(MEMO, of(input));
    }
}
