package dev.reconciler.worker.status;

import com.fasterxml.jackson.annotation.JsonValue;

/** How a repository is, in one word. */
public enum RepositoryState {
    /** The last run brought both sides into agreement. */
    SETTLED("settled"),
    /** A run is at work. */
    RUNNING("running"),
    /** A run is at work, and its last attempt failed. */
    RETRYING("retrying"),
    /** Settled, with a conflict branch still open on the remote: a person has yet to look at it. */
    ESCAPED("escaped"),
    /** The last run ended without agreement. */
    FAILED("failed"),
    /** No run is known. */
    UNKNOWN("unknown");

    private final String wire;

    RepositoryState(String wire) {
        this.wire = wire;
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
