package dev.reconciler.worker.config.notice;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuietHoursTest {
    @ParameterizedTest
    @CsvSource({
        // Over midnight, in a zone that is an hour ahead.
        "22:00, 07:00, 2026-11-27T20:59:59Z, ",
        "22:00, 07:00, 2026-11-27T21:00:00Z, 2026-11-28T06:00:00Z",
        "22:00, 07:00, 2026-11-28T05:59:59Z, 2026-11-28T06:00:00Z",
        "22:00, 07:00, 2026-11-28T06:00:00Z, ",
        // Within a day.
        "12:00, 13:00, 2026-11-27T11:30:00Z, 2026-11-27T12:00:00Z",
        "12:00, 13:00, 2026-11-27T12:00:00Z, ",
        // The night in which the clocks go back is an hour longer.
        "22:00, 07:00, 2026-10-24T20:00:00Z, 2026-10-25T06:00:00Z",
    })
    void quietEndsWhenTheClockOnTheWallSaysSo(LocalTime from, LocalTime to, Instant now, Instant end) {
        QuietHours quiet = new QuietHours(from, to, ZoneId.of("Europe/Zurich"));

        assertThat(quiet.findEnd(now).orElse(null)).isEqualTo(end);
    }
}
