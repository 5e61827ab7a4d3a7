package dev.reconciler.git.diff;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** A text is its lines, one letter each, and what is changed of it is written with a dot where a line stays. */
class MyersMatcherTest {
    @Test
    void asFewLinesAsCanBeAreChanged() {
        // The histogram would keep the r, for it is rarer.
        assertThat(changed("aaar", "raaa", false)).isEqualTo("...r r...");
        assertThat(changed("abcabba", "cbabac", false)).isEqualTo("ab.a... ..a..c");
    }

    @Test
    void equalTextsAreNotChangedAndOthersAreAsAWhole() {
        assertThat(changed("abc", "abc", false)).isEqualTo("... ...");
        assertThat(changed("ab", "XY", false)).isEqualTo("ab XY");
        assertThat(changed("", "XY", false)).isEqualTo(" XY");
        assertThat(changed("ab", "", false)).isEqualTo("ab ");
    }

    @Test
    void aFrequentLineAmongAbsentOnesIsNotCompared() {
        // The b is frequent in texts of so many lines, and its neighbours are in one text only: to keep it would tear
        // the change into pieces.
        String absent = "XXXXXXXXbYYYYYYYY";
        String others = "PPPPPPPPbQQQQQQQQ" + "b".repeat(20);
        assertThat(changed(absent, others, false)).startsWith(absent);
        assertThat(changed(absent, others, true)).startsWith("XXXXXXXX.YYYYYYYY");
    }

    @Test
    void onlyTheGivenPartIsMarkedAndItsOldMarksGo() {
        boolean[] changedA = {true, true, true, true};
        boolean[] changedB = {true, true, true};
        MyersMatcher.markChanges(
                MarkedLines.of("aXba".chars().toArray(), changedA).part(1, 3),
                MarkedLines.of("bYb".chars().toArray(), changedB).part(1, 3),
                false);
        assertThat(changedA).containsExactly(true, true, false, true);
        assertThat(changedB).containsExactly(true, true, false);
    }

    private static String changed(String a, String b, boolean minimal) {
        boolean[] changedA = new boolean[a.length()];
        boolean[] changedB = new boolean[b.length()];
        MyersMatcher.markChanges(
                MarkedLines.of(a.chars().toArray(), changedA),
                MarkedLines.of(b.chars().toArray(), changedB),
                minimal);
        return show(a, changedA) + " " + show(b, changedB);
    }

    static String show(String text, boolean[] changed) {
        StringBuilder shown = new StringBuilder();
        for (int i = 0; i < changed.length; i++) {
            shown.append(changed[i] ? text.charAt(i) : '.');
        }
        return shown.toString();
    }
}
