package dev.reconciler.git.state;

import dev.reconciler.model.UtcName;
import java.time.Instant;
import java.util.Optional;

/** The times in the names of what a run preserves, such as {@code conflicts/2026-11-27T08-00-00Z-2}. */
public final class RefTimes {
    private RefTimes() {}

    /** The time; empty where a person has chosen the name. */
    public static Optional<Instant> parse(String name) {
        return UtcName.ofCandidate(name.substring(name.lastIndexOf('/') + 1)).map(UtcName::instant);
    }
}
