package dev.reconciler.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.regex.Pattern;

/** The name of a commit: 40 lower-case hexadecimal digits. */
public record CommitId(@JsonValue String hex) {
    private static final Pattern HEX = Pattern.compile("[0-9a-f]{40}");
    private static final int SHORT = 10;

    /** @throws IllegalArgumentException if {@code hex} is not 40 lower-case hexadecimal digits */
    @JsonCreator
    public CommitId {
        if (!HEX.matcher(hex).matches()) {
            throw new IllegalArgumentException("commit id: " + hex + " (expected: 40 hexadecimal digits)");
        }
    }

    /** The first ten digits, for messages. */
    public String abbreviated() {
        return hex.substring(0, SHORT);
    }

    @Override
    public String toString() {
        return hex;
    }
}
