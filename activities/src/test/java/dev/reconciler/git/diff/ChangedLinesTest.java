package dev.reconciler.git.diff;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** A text is its lines, one letter each. Which of them are changed is marked below: {@code "abba", ".++."}. */
class ChangedLinesTest {
    @Test
    void aGroupThatDiffersFromWhatIsAroundItStays() {
        assertThat(compact("aXb", ".+.", "ab", "..")).isEqualTo(".+.");
    }

    @Test
    void aGroupSlidesDownAsLongAsTheLineThatItLeavesEqualsTheOneItTakesIn() {
        assertThat(compact("aaab", "+...", "aab", "...")).isEqualTo("..+.");
        assertThat(compact("ababX", "++...", "abX", "...")).isEqualTo("..++.");
    }

    @Test
    void aGroupSlidesDownToTheEndOfTheText() {
        assertThat(compact("aa", "+.", "a", ".")).isEqualTo(".+");
    }

    @Test
    void groupsThatTouchOnTheWayBecomeOneAndSlideOnTogether() {
        assertThat(compact("aaXb", "+.+.", "ab", "..")).isEqualTo(".++.");
        assertThat(compact("aaXab", "+.+..", "aab", "...")).isEqualTo("..++.");
    }

    @Test
    void aGroupStaysAtTheLastGroupOfTheOtherTextThatItCanMeet() {
        // Of the three places where the added a could stand, the middle one replaces the Q.
        assertThat(compact("aaa", "+..", "aQa", ".+.")).isEqualTo(".+.");
        assertThat(compact("aaa", "+..", "aa", "..")).isEqualTo("..+");
        // The added a could go down to the last place, but at the first one it meets the X that became Y.
        assertThat(compact("Yaaa", "+..+", "Xaa", "+..")).isEqualTo("++..");
        assertThat(compact("Yaaa", ".+..", "Yaa", "...")).isEqualTo("...+");
    }

    @Test
    void aGroupThatHasMovedIsComparedAgainWithTheOneThatItMeets() {
        // The last a goes up to where it meets ab, and is no change any more: only the b is new.
        assertThat(compact("aaa", "..+", "abaa", "++..", false)).isEqualTo("+..");
        assertThat(compact("aaa", "..+", "abaa", "++..", true)).isEqualTo("...");
    }

    @Test
    void aGroupThatStaysIsNotComparedAgain() {
        assertThat(compact("aX", "+.", "abX", "++.", true)).isEqualTo("+.");
    }

    @Test
    void withoutAGroupNothingMoves() {
        assertThat(compact("aaa", "...", "aaa", "...")).isEqualTo("...");
        assertThat(compact("", "", "", "")).isEmpty();
    }

    private static String compact(String text, String changed, String other, String otherChanged) {
        return compact(text, changed, other, otherChanged, false);
    }

    private static String compact(
            String text, String changed, String other, String otherChanged, boolean comparesAgain) {
        boolean[] result = marks(changed);
        ChangedLines changes = new ChangedLines(text.chars().toArray(), result, comparesAgain);
        changes.compactAgainst(new ChangedLines(other.chars().toArray(), marks(otherChanged), false));
        StringBuilder shown = new StringBuilder();
        for (boolean each : result) {
            shown.append(each ? '+' : '.');
        }
        return shown.toString();
    }

    private static boolean[] marks(String changed) {
        boolean[] marks = new boolean[changed.length()];
        for (int i = 0; i < marks.length; i++) {
            marks[i] = changed.charAt(i) == '+';
        }
        return marks;
    }
}
