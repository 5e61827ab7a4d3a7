package dev.reconciler.workflow.pass;

import dev.reconciler.model.UtcName;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * The time that a pass writes into commits and names.
 *
 * <p>It is fixed for the pass, so that a repeated replay writes the very same commits, and a repeated escape asks for
 * the same branch.
 *
 * @param second the start of the pass in whole seconds, as git writes times
 */
record PassTimestamp(Instant second) {
    static PassTimestamp ofStart(Instant start) {
        return new PassTimestamp(start.truncatedTo(ChronoUnit.SECONDS));
    }

    UtcName name() {
        return UtcName.at(second);
    }
}
