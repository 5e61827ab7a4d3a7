package dev.reconciler.git.merge.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ConflictStyleTest {
    @Test
    void gitsWordsAreInSmallLetters() {
        assertThat(ConflictStyle.named("merge")).isEqualTo(ConflictStyle.MERGE);
        assertThat(ConflictStyle.named("diff3")).isEqualTo(ConflictStyle.DIFF3);
        assertThat(ConflictStyle.named("zdiff3")).isEqualTo(ConflictStyle.ZDIFF3);
        assertThat(ConflictStyle.named("Diff3")).isNull();
    }
}
