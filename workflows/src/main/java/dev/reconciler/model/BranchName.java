package dev.reconciler.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.regex.Pattern;

/** The short name of a branch, such as {@code main} or {@code data/live}, by the rules of {@code git check-ref-format}. */
public record BranchName(@JsonValue String value) {
    private static final String HEADS = "refs/heads/";
    private static final Pattern FORBIDDEN = Pattern.compile(
            "[\\x00-\\x20\\x7f~^:?*\\[\\\\]|\\.\\.|@\\{|//|^[-/]|/$|\\.$|(^|/)\\.|\\.lock(/|$)|^@$|^HEAD$");

    /** @throws IllegalArgumentException if git would refuse the name, or it starts with {@code refs/} */
    @JsonCreator
    public BranchName {
        if (value.isEmpty()
                || value.startsWith("refs/")
                || FORBIDDEN.matcher(value).find()) {
            throw new IllegalArgumentException(
                    "branch: '" + value + "' (expected: a branch's short name that git allows, such as main)");
        }
    }

    /** The full name, {@code refs/heads/…}. */
    public String ref() {
        return HEADS + value;
    }

    @Override
    public String toString() {
        return value;
    }
}
