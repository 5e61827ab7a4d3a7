package dev.reconciler.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;

/** What asked for a run. */
public enum Trigger {
    MANUAL("manual"),
    BOOT("boot"),
    WEBHOOK("webhook"),
    SCHEDULE("schedule");

    private final String wire;

    Trigger(String wire) {
        this.wire = wire;
    }

    /** The word that users see. */
    @JsonValue
    public String wire() {
        return wire;
    }

    /** @throws IllegalArgumentException if no trigger has this word */
    @JsonCreator
    public static Trigger of(String wire) {
        return Arrays.stream(values())
                .filter(trigger -> trigger.wire.equals(wire))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("trigger: '" + wire + "' (unknown)"));
    }

    @Override
    public String toString() {
        return wire;
    }
}
