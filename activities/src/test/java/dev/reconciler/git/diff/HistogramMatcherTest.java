package dev.reconciler.git.diff;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** A text is its lines, one letter each, and what is changed of it is written with a dot where a line stays. */
class HistogramMatcherTest {
    @Test
    void equalTextsAreNotChanged() {
        assertThat(changed("abc", "abc")).isEqualTo("... ...");
    }

    @Test
    void textsWithoutACommonLineAreChangedAsAWhole() {
        assertThat(changed("ab", "XY")).isEqualTo("ab XY");
        assertThat(changed("", "XY")).isEqualTo(" XY");
        assertThat(changed("ab", "")).isEqualTo("ab ");
    }

    @Test
    void theTextIsSplitAtItsCommonLines() {
        assertThat(changed("aXb", "aYb")).isEqualTo(".X. .Y.");
        assertThat(changed("XaYbZ", "ab")).isEqualTo("X.Y.Z ..");
    }

    @Test
    void theRarestLineIsKeptBeforeLongerRunsOfFrequentOnes() {
        // The line r is there once and a three times: r stays, though more lines could stay with the run of a.
        assertThat(changed("aaar", "raaa")).isEqualTo("aaa. .aaa");
    }

    @Test
    void aRunGrowsBothWaysFromTheLineThatItIsFoundBy() {
        assertThat(changed("XaraY", "ZaraW")).isEqualTo("X...Y Z...W");
    }

    @Test
    void ofEquallyRareRunsTheLongestIsKeptAndThenTheFirstOfTheNewText() {
        assertThat(changed("abcd", "cdeab")).isEqualTo("ab.. ..eab");
        assertThat(changed("abcde", "cdeab")).isEqualTo("ab... ...ab");
    }

    @Test
    void whatIsLeftOnEachSideOfARunIsSplitAgain() {
        assertThat(changed("aXbYc", "aPbQc")).isEqualTo(".X.Y. .P.Q.");
    }

    @Test
    void aLineThatRepeatsUpTo64TimesIsAPlaceToSplitAt() {
        assertThat(changed("a".repeat(64), "Xa")).isEqualTo("." + "a".repeat(63) + " X.");
    }

    @Test
    void whereAllCommonLinesRepeatMoreOftenTheyAreComparedAsByMyers() {
        String often = "ab".repeat(65);
        assertThat(changed(often, "b" + often)).isEqualTo(".".repeat(130) + " b" + ".".repeat(130));
        assertThat(changed("X" + often + "Y", "X" + often.substring(1) + "Z"))
                .isEqualTo(".a" + ".".repeat(129) + "Y ." + ".".repeat(129) + "Z");
    }

    private static String changed(String a, String b) {
        boolean[] changedA = new boolean[a.length()];
        boolean[] changedB = new boolean[b.length()];
        HistogramMatcher.markChanges(
                MarkedLines.of(a.chars().toArray(), changedA),
                MarkedLines.of(b.chars().toArray(), changedB),
                128);
        return show(a, changedA) + " " + show(b, changedB);
    }

    private static String show(String text, boolean[] changed) {
        StringBuilder shown = new StringBuilder();
        for (int i = 0; i < changed.length; i++) {
            shown.append(changed[i] ? text.charAt(i) : '.');
        }
        return shown.toString();
    }
}
