package dev.reconciler.worker.status;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;

/** The state of a repository in one word. */
public enum RepositoryState {
    /** The last run brought both sides into agreement. */
    SETTLED("settled"),
    /** A run is at work. */
    RUNNING("running"),
    /** A run is at work, and its last attempt failed. */
    RETRYING("retrying"),
    /** Both sides agree, but the remote still has a conflict branch that a person has not dealt with. */
    ESCAPED("escaped"),
    /** The last run ended and both sides do not agree. */
    FAILED("failed"),
    /** Temporal knows no run of the repository. */
    UNKNOWN("unknown");

    private final String wire;

    RepositoryState(String wire) {
        this.wire = wire;
    }

    /** The state of that word; {@link #UNKNOWN} for the word of a newer version. */
    public static RepositoryState of(String wire) {
        return Arrays.stream(values())
                .filter(state -> state.wire.equals(wire))
                .findFirst()
                .orElse(UNKNOWN);
    }

    /** Whether both sides agree, be a conflict still open or not. */
    public boolean isAgreed() {
        return this == SETTLED || this == ESCAPED;
    }

    /** The word that users see. */
    @JsonValue
    public String wire() {
        return wire;
    }

    @Override
    public String toString() {
        return wire;
    }
}
