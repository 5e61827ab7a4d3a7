package dev.reconciler.worker.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DurationFormatTest {
    @ParameterizedTest
    @CsvSource({
        "500ms,PT0.5S,500ms",
        "10s,PT10S,10s",
        "5m,PT5M,5m",
        "24h,PT24H,1d",
        "1d,P1D,1d",
        "PT1H,PT1H,1h",
        "90m,PT90M,90m"
    })
    void aDurationIsReadAndWrittenShort(String text, Duration expected, String shortest) {
        assertThat(DurationFormat.parse(text)).isEqualTo(expected);
        assertThat(DurationFormat.format(expected)).isEqualTo(shortest);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "5",
                "5 m",
                "m",
                "-5m",
                "0s",
                "PT0S",
                "PT-1S",
                "1w",
                "P",
                "999999999999d",
                "366d",
                "1h30m",
                "99999999999999999999s"
            })
    void whatIsNoDurationSaysWhatWasExpected(String text) {
        assertThatThrownBy(() -> DurationFormat.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("'" + text + "' (expected: ");
    }
}
