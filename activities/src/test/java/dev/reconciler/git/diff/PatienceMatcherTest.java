package dev.reconciler.git.diff;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** A text is its lines, one letter each, and what is changed of it is written with a dot where a line stays. */
class PatienceMatcherTest {
    @Test
    void aLineThatBothTextsHaveOnceIsKept() {
        assertThat(changed("aabcc", "ccbaa")).isEqualTo("aa.cc cc.aa");
    }

    @Test
    void asManyAsStandInTheSameOrderAreKept() {
        assertThat(changed("abcd", "bcda")).isEqualTo("a... ...a");
        assertThat(changed("cab", "abc")).isEqualTo("c.. ..c");
    }

    @Test
    void equalLinesBesideAKeptOneAreKeptToo() {
        assertThat(changed("xxaxxyy", "yyxxaxx")).isEqualTo(".....yy yy.....");
    }

    @Test
    void aPartIsSplitAtLinesThatItAloneHasOnce() {
        // There are two a, but before the c and after it both texts have one.
        assertThat(changed("aXcYa", "PacaQ")).isEqualTo(".X.Y. P...Q");
    }

    @Test
    void withoutSuchALineItIsMyersDifference() {
        assertThat(changed("aabb", "bbaa")).isEqualTo("aa.. ..aa");
    }

    @Test
    void textsWithoutACommonLineAreChangedAsAWhole() {
        assertThat(changed("ab", "XY")).isEqualTo("ab XY");
        assertThat(changed("", "XY")).isEqualTo(" XY");
        assertThat(changed("ab", "")).isEqualTo("ab ");
    }

    private static String changed(String a, String b) {
        boolean[] changedA = new boolean[a.length()];
        boolean[] changedB = new boolean[b.length()];
        PatienceMatcher.markChanges(
                MarkedLines.of(a.chars().toArray(), changedA),
                MarkedLines.of(b.chars().toArray(), changedB));
        return MyersMatcherTest.show(a, changedA) + " " + MyersMatcherTest.show(b, changedB);
    }
}
