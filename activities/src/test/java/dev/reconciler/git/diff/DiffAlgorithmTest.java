package dev.reconciler.git.diff;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DiffAlgorithmTest {
    @Test
    void gitsWordsMayBeInCapitals() {
        assertThat(DiffAlgorithm.named("default")).isEqualTo(DiffAlgorithm.MYERS);
        assertThat(DiffAlgorithm.named("Myers")).isEqualTo(DiffAlgorithm.MYERS);
        assertThat(DiffAlgorithm.named("MINIMAL")).isEqualTo(DiffAlgorithm.MINIMAL);
        assertThat(DiffAlgorithm.named("patience")).isEqualTo(DiffAlgorithm.PATIENCE);
        assertThat(DiffAlgorithm.named("histogram")).isEqualTo(DiffAlgorithm.HISTOGRAM);
        assertThat(DiffAlgorithm.named("fast")).isNull();
    }
}
