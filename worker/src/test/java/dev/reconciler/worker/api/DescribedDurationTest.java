package dev.reconciler.worker.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.reconciler.worker.config.DurationFormat;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A duration that the description of the interface lets pass is one that the worker reads. */
class DescribedDurationTest {
    private static boolean isDescribed(String text) throws IOException {
        try (InputStream description = DescribedDurationTest.class.getResourceAsStream("openapi.json")) {
            String pattern = new ObjectMapper()
                    .readTree(Objects.requireNonNull(description))
                    .at("/components/schemas/Duration/pattern")
                    .asText();
            return Pattern.compile(pattern).matcher(text).find();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"1ms", "30s", "010m", "1h", "1d", "PT30S", "PT0.5S", "P1D", "P1DT1H", "PT1H0M30S"})
    void whatIsDescribedIsRead(String text) throws IOException {
        assertThat(isDescribed(text)).isTrue();
        assertThat(DurationFormat.parse(text)).isPositive();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "0s", "000ms", "5", "5 s", "s", "1w", "P", "PT", "P1DT", "PT0S", "PT5", "-PT1S"})
    void whatIsRefusedIsNotDescribed(String text) throws IOException {
        assertThat(isDescribed(text)).isFalse();
        assertThatThrownBy(() -> DurationFormat.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }
}
