package dev.reconciler.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BoundedTextTest {
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 1_365, 4_096})
    void aShortTextStaysAsItIs(int length) {
        String text = "x".repeat(length);
        assertThat(BoundedText.bound(text)).isSameAs(text);
    }

    @Test
    void ofALongTextTheBeginningAndTheEndStay() {
        String bound = BoundedText.bound("what happened " + "x".repeat(1 << 20) + " why");

        assertThat(bound).startsWith("what happened x").contains("\n[... ").endsWith("x why");
        assertThat(bound.getBytes(StandardCharsets.UTF_8)).hasSizeLessThanOrEqualTo(BoundedText.LIMIT);
        assertThat(BoundedText.bound(bound)).isSameAs(bound);
    }

    @Test
    void whatIsLeftOutIsCounted() {
        String bound = BoundedText.bound("\u65e5".repeat(10_000));

        long kept = bound.chars().filter(letter -> letter == '\u65e5').count();
        assertThat(bound).contains("[... " + (30_000 - 3 * kept) + " bytes left out ...]");
    }

    /** Letters of one to four bytes, at each place where the text may be cut. */
    @ParameterizedTest
    @ValueSource(strings = {"x", "\u00e4", "\u65e5", "\ud83d\ude00", "x\u00e4\u65e5\ud83d\ude00"})
    void noLetterIsCut(String letters) {
        for (int shift = 0; shift < 4; shift++) {
            String bound = BoundedText.bound("-".repeat(shift) + letters.repeat(5_000));

            assertThat(bound.getBytes(StandardCharsets.UTF_8)).hasSizeLessThanOrEqualTo(BoundedText.LIMIT);
            assertThat(bound.replaceAll("\\[\\.\\.\\. \\d+ bytes left out \\.\\.\\.\\]", "")
                            .replace("\n", "")
                            .replace("-", "")
                            .replace(letters, "")
                            .codePoints()
                            .allMatch(letter -> letters.indexOf(letter) >= 0))
                    .isTrue();
        }
    }
}
