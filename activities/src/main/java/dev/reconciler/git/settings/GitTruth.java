package dev.reconciler.git.settings;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What git takes for true and for false; {@code git_parse_maybe_bool} in git's {@code parse.c}. */
public final class GitTruth {
    private static final Set<String> TRUE = Set.of("true", "yes", "on");
    private static final Set<String> FALSE = Set.of("false", "no", "off", "");

    private GitTruth() {}

    /**
     * Parses a value.
     *
     * @param value null where the key stands alone, which is true
     * @return empty where git would call it bad
     */
    public static Optional<Boolean> parse(@Nullable String value) {
        if (value == null) {
            return Optional.of(true);
        }
        String lower = value.toLowerCase(Locale.ROOT);
        if (TRUE.contains(lower)) {
            return Optional.of(true);
        }
        if (FALSE.contains(lower)) {
            return Optional.of(false);
        }
        // Any number but zero is true, with the units that git knows.
        return lower.matches("[-+]?\\d+[kmg]?") ? Optional.of(lower.matches(".*[1-9].*")) : Optional.empty();
    }
}
