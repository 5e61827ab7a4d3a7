package dev.reconciler.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;
import java.util.regex.Pattern;

/** The configured name of a data repository, unique in its Temporal namespace. */
public record RepositoryId(@JsonValue String value) {
    private static final Pattern VALID = Pattern.compile("[a-z0-9][a-z0-9._-]*");
    private static final String WORKFLOW_PREFIX = "reconcile/";

    /** @throws IllegalArgumentException if {@code value} does not match {@code [a-z0-9][a-z0-9._-]*} */
    @JsonCreator
    public RepositoryId {
        if (!VALID.matcher(value).matches()) {
            throw new IllegalArgumentException("id: '" + value
                    + "' (expected: lower-case letters, digits, '.', '_' and '-', starting with a letter or digit)");
        }
    }

    /**
     * The id of a repository that is given by its path alone: the last segment without {@code .git}, in lower case,
     * every other character {@code -}. It begins at the first letter or digit: {@code ~/.dotfiles} is {@code dotfiles}.
     * A segment without any, as in a folder of Japanese letters, gives {@code repository-} and a hash of the path.
     */
    public static RepositoryId ofPath(String path) {
        String trimmed = path.replaceAll("/+$", "");
        String last = trimmed.substring(trimmed.lastIndexOf('/') + 1).toLowerCase(Locale.ROOT);
        String name = last.endsWith(".git") ? last.substring(0, last.length() - ".git".length()) : last;
        String usable = name.replaceAll("[^a-z0-9._-]", "-").replaceFirst("^[._-]+", "");
        return new RepositoryId(usable.isEmpty() ? "repository-" + Integer.toHexString(trimmed.hashCode()) : usable);
    }

    /** The workflow ID of this repository's runs: the run that has it holds the lock between runs. */
    public String workflowId() {
        return WORKFLOW_PREFIX + value;
    }

    @Override
    public String toString() {
        return value;
    }
}
