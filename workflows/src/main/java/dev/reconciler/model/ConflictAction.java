package dev.reconciler.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;

/** What a person does about the commits on a conflict branch. */
public enum ConflictAction {
    /** Replays them on what the remote holds today. */
    RETRY("retry"),
    /** Lets the remote's side stand: the commits are kept in the local repository, and the branch goes. */
    KEEP_REMOTE("keep-remote"),
    /** Replays them, and the local side is right wherever both have changed something. */
    KEEP_LOCAL("keep-local"),
    /** Pushes what a person has made of them in a folder of their own. */
    EDIT("edit");

    private final String wire;

    ConflictAction(String wire) {
        this.wire = wire;
    }

    /** The word that users see. */
    @JsonValue
    public String wire() {
        return wire;
    }

    /** The action of that word. A word of a newer version is {@link #RETRY}, which decides nothing for a person. */
    @JsonCreator
    public static ConflictAction of(String wire) {
        return Arrays.stream(values())
                .filter(action -> action.wire.equals(wire))
                .findFirst()
                .orElse(RETRY);
    }

    @Override
    public String toString() {
        return wire;
    }
}
