package dev.reconciler.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;

/** What asked for a run. */
public enum Trigger {
    MANUAL("manual"),
    BOOT("boot"),
    WEBHOOK("webhook"),
    SCHEDULE("schedule"),
    COMMIT("commit"),
    CONFLICT("conflict");

    private final String wire;

    Trigger(String wire) {
        this.wire = wire;
    }

    /** The word that users see. */
    @JsonValue
    public String wire() {
        return wire;
    }

    /**
     * The trigger of that word. A word that this version does not know, which a newer one wrote, is {@link #MANUAL}: a
     * trigger only says who asked, so the run goes on.
     */
    @JsonCreator
    public static Trigger of(String wire) {
        return Arrays.stream(values())
                .filter(trigger -> trigger.wire.equals(wire))
                .findFirst()
                .orElse(MANUAL);
    }

    @Override
    public String toString() {
        return wire;
    }
}
