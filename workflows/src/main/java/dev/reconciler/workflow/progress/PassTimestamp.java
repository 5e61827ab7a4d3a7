package dev.reconciler.workflow.progress;

import dev.reconciler.model.BranchName;
import dev.reconciler.model.UtcName;
import java.time.DateTimeException;
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
public record PassTimestamp(Instant second) {
    /** The time of a pass that began then. */
    public static PassTimestamp ofStart(Instant start) {
        return new PassTimestamp(start.truncatedTo(ChronoUnit.SECONDS));
    }

    /** The time in the name of a conflict branch; that of the pass where a person has chosen the name. */
    public static UtcName ofBranch(BranchName conflict, PassTimestamp pass) {
        String name = conflict.value().substring(conflict.value().lastIndexOf('/') + 1);
        try {
            return new UtcName(name.replaceFirst("Z-\\d+$", "Z"));
        } catch (DateTimeException chosen) {
            return pass.name();
        }
    }

    /** The time as it stands in names of branches and refs. */
    public UtcName name() {
        return UtcName.at(second);
    }
}
