package dev.reconciler.git.state;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The times in the names of what a run preserves, such as {@code conflicts/2026-11-27T08-00-00Z-2}. */
public final class RefTimes {
    private static final Pattern NAME = Pattern.compile(".*/([0-9-]{10})T(\\d\\d)-(\\d\\d)-(\\d\\d)Z(-\\d+)?");

    private RefTimes() {}

    /** The time; empty where a person has chosen the name. */
    public static Optional<Instant> parse(String name) {
        Matcher matcher = NAME.matcher(name);
        try {
            return matcher.matches()
                    ? Optional.of(Instant.parse(matcher.replaceFirst("$1T$2:$3:$4Z")))
                    : Optional.empty();
        } catch (DateTimeException noTime) {
            return Optional.empty();
        }
    }
}
