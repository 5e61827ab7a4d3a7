package dev.reconciler.worker.config;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as people write them: {@code 500ms}, {@code 10s}, {@code 5m}, {@code 24h}, {@code 1d} or {@code PT1H}. */
public final class DurationFormat {
    private static final Pattern SHORT = Pattern.compile("(\\d{1,12})(ms|s|m|h|d)");
    private static final Duration LONGEST = Duration.ofDays(365);

    private DurationFormat() {}

    /**
     * Reads a duration that is longer than zero and at most 365 days.
     *
     * @throws IllegalArgumentException with a message that names the value and what was expected
     */
    public static Duration parse(String text) {
        Duration duration = parseShortOrIso(text);
        if (duration.isZero() || duration.isNegative()) {
            throw new IllegalArgumentException(
                    SafeQuoting.quoteValue(text) + " (expected: longer than zero, such as 5m)");
        }
        if (duration.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(SafeQuoting.quoteValue(text) + " (expected: at most 365d)");
        }
        return duration;
    }

    /** Writes the shortest form that {@link #parse} reads as the same duration, to the millisecond. */
    public static String format(Duration duration) {
        // The largest unit without a remainder wins: 90 minutes are "90m", not "1h" and a rest.
        long millis = duration.toMillis();
        if (millis % 1_000 != 0) {
            return millis + "ms";
        }
        long seconds = duration.toSeconds();
        if (seconds % 86_400 == 0) {
            return seconds / 86_400 + "d";
        }
        if (seconds % 3_600 == 0) {
            return seconds / 3_600 + "h";
        }
        return seconds % 60 == 0 ? seconds / 60 + "m" : seconds + "s";
    }

    private static Duration parseShortOrIso(String text) {
        Matcher matcher = SHORT.matcher(text);
        if (matcher.matches()) {
            return newDuration(Long.parseLong(matcher.group(1)), matcher.group(2));
        }
        // Duration.parse would also throw for "5", but with a message that shows no example of a right value.
        if (!text.toUpperCase(Locale.ROOT).matches("[+-]?P.*")) {
            throw newUnreadableError(text);
        }
        try {
            return Duration.parse(text);
        } catch (DateTimeParseException e) {
            throw newUnreadableError(text);
        }
    }

    private static Duration newDuration(long amount, String unit) {
        return switch (unit) {
            case "ms" -> Duration.ofMillis(amount);
            case "s" -> Duration.ofSeconds(amount);
            case "m" -> Duration.ofMinutes(amount);
            case "h" -> Duration.ofHours(amount);
            default -> Duration.ofDays(amount);
        };
    }

    private static IllegalArgumentException newUnreadableError(String text) {
        return new IllegalArgumentException(SafeQuoting.quoteValue(text)
                + " (expected: a duration, a number with its unit such as 500ms, 10s, 5m, 24h or 1d, or PT1H)");
    }
}
