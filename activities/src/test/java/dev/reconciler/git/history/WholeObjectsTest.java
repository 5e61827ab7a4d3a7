package dev.reconciler.git.history;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WholeObjectsTest {
    private static final long MEBIBYTE = 1 << 20;

    @ParameterizedTest
    @CsvSource({"64, 50", "800, 50", "1024, 64", "4096, 256", "65536, 2047"})
    void theLimitGrowsWithTheMemoryFromThatOfTheLibraryOn(long memory, long limit) {
        assertThat(WholeObjects.chooseLimit(memory * MEBIBYTE) / MEBIBYTE).isEqualTo(limit);
    }
}
