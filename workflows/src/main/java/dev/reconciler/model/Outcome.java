package dev.reconciler.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;

/** What a run did: the same words in results, logs, metrics, search attributes and the UI. */
public enum Outcome {
    IN_SYNC("in-sync"),
    FAST_FORWARDED("fast-forwarded"),
    PUSHED_AHEAD("pushed-ahead"),
    REBASED("rebased"),
    REWOUND("rewound"),
    CONFLICT_ESCAPED("conflict-escaped"),
    FETCH_FAILED("fetch-failed"),
    PUSH_FAILED("push-failed"),
    /** A person must act; {@link ReconcileError} says how. */
    FAILED("failed");

    private final String wire;

    Outcome(String wire) {
        this.wire = wire;
    }

    /** The word that users see. */
    @JsonValue
    public String wire() {
        return wire;
    }

    /**
     * The outcome of that word. A word that this version does not know, which a newer one wrote, is {@link #FAILED}:
     * nothing is taken for settled that this version can't judge, and the message says what happened.
     */
    @JsonCreator
    public static Outcome of(String wire) {
        return Arrays.stream(values())
                .filter(outcome -> outcome.wire.equals(wire))
                .findFirst()
                .orElse(FAILED);
    }

    @Override
    public String toString() {
        return wire;
    }
}
