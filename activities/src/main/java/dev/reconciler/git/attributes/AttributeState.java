package dev.reconciler.git.attributes;

import org.jspecify.annotations.Nullable;

/**
 * What the files say of one attribute of a path. Git's four states are {@code name}, {@code -name}, {@code name=value},
 * and nothing at all, which {@code !name} brings back.
 */
public final class AttributeState {
    /** {@code name}: the path has the attribute. */
    public static final AttributeState SET = new AttributeState(null);

    /** {@code -name}: the path expressly has it not. */
    public static final AttributeState UNSET = new AttributeState(null);

    /** No line names the attribute, or {@code !name} is the last word on it. */
    public static final AttributeState UNSPECIFIED = new AttributeState(null);

    private final @Nullable String value;

    private AttributeState(@Nullable String value) {
        this.value = value;
    }

    /** {@code name=value}; the value may be empty. */
    static AttributeState ofValue(String value) {
        return new AttributeState(value);
    }

    public boolean isSet() {
        return this == SET;
    }

    public boolean isUnset() {
        return this == UNSET;
    }

    public boolean isUnspecified() {
        return this == UNSPECIFIED;
    }

    /** The text after {@code name=}; null in the three states that have none. */
    public @Nullable String value() {
        return value;
    }

    /** The state as {@code git check-attr} prints it. */
    @Override
    public String toString() {
        if (value != null) {
            return value;
        }
        return isSet() ? "set" : isUnset() ? "unset" : "unspecified";
    }
}
