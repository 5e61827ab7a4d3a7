package dev.reconciler.worker.config.notice;

import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Optional;

/**
 * The hours of each day in which nobody is told anything.
 *
 * @param from their beginning
 * @param to their end, of the next day where it is not after the beginning
 */
public record QuietHours(LocalTime from, LocalTime to, ZoneId zone) {
    /** When the quiet that there is at a time ends; empty where there is none then. */
    public Optional<Instant> findEnd(Instant now) {
        ZonedDateTime here = now.atZone(zone);
        LocalTime time = here.toLocalTime();
        boolean isOverMidnight = !to.isAfter(from);
        boolean isEvening = !time.isBefore(from);
        boolean isQuiet = isOverMidnight ? isEvening || time.isBefore(to) : isEvening && time.isBefore(to);
        if (!isQuiet) {
            return Optional.empty();
        }
        boolean endsTomorrow = isOverMidnight && isEvening;
        return Optional.of(here.toLocalDate()
                .plusDays(endsTomorrow ? 1 : 0)
                .atTime(to)
                .atZone(zone)
                .toInstant());
    }
}
