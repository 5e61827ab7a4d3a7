package dev.reconciler.worker.page.text;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/**
 * A time as the page shows it.
 *
 * @param iso for programs
 * @param exact for people, to the second
 * @param ago how long ago it was, or how far off it is
 * @param lasting how long that is
 */
public record Moment(String iso, String exact, String ago, String lasting) {
    private static final DateTimeFormatter EXACT = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss 'UTC'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    /** Shows a time, seen from that other one. */
    public static Moment of(Instant time, Instant now) {
        Duration passed = Duration.between(time, now);
        String ago = passed.isNegative() ? "in " + show(passed.negated()) : show(passed) + " ago";
        return new Moment(
                time.truncatedTo(ChronoUnit.SECONDS).toString(),
                EXACT.format(time),
                passed.abs().compareTo(Duration.ofSeconds(2)) < 0 ? "just now" : ago,
                show(passed.abs()));
    }

    /** A length of time in its largest unit, as people say it. */
    public static String show(Duration length) {
        if (length.toDays() >= 2) {
            return length.toDays() + " days";
        } else if (length.toHours() >= 2) {
            return length.toHours() + " h";
        } else if (length.toMinutes() >= 2) {
            return length.toMinutes() + " min";
        }
        return length.toSeconds() + " s";
    }

    /** How long a run took. */
    public static String showMillis(long millis) {
        return millis < 1_000
                ? millis + " ms"
                : millis < 10_000
                        ? String.format(Locale.ROOT, "%.1f s", millis / 1_000.0)
                        : show(Duration.ofMillis(millis));
    }
}
