package dev.reconciler.git.diff;

import static dev.reconciler.git.fixture.LetterRepository.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.reconciler.git.fixture.LetterTest;
import java.io.IOException;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Differences of two texts, a letter a line, with native git as the reference. A hunk is written as git's header. */
public class LineDiffTest extends LetterTest {
    @Test
    void equalTextsHaveNoDifference() throws IOException {
        assertThat(diff("abc", "abc")).isEmpty();
        assertThat(diff("", "")).isEmpty();
    }

    @Test
    void aTextAgainstNothingIsOneChange() throws IOException {
        assertThat(diff("abc", "")).isEqualTo("-1,3+1,0");
        assertThat(diff("", "abc")).isEqualTo("-1,0+1,3");
    }

    @Test
    void aChangedLineIsOneOnEachSide() throws IOException {
        assertThat(diff("abc", "aXc")).isEqualTo("-2,1+2,1");
    }

    @Test
    void aLastLineWithoutLineFeedIsAnotherLine() throws IOException {
        assertThat(diff("ab", "ab.")).isEqualTo("-2,1+2,1");
    }

    @Test
    void anAddedLineThatEqualsItsNeighboursIsTheLastOfThem() throws IOException {
        assertThat(diff("aab", "aaab")).isEqualTo("-3,0+3,1");
    }

    @Test
    void anAddedGroupSlidesDownAsFarAsItsLinesRepeat() throws IOException {
        assertThat(diff("abX", "ababX")).isEqualTo("-3,0+3,2");
    }

    @Test
    void aChangeThatMeetsOneOfTheOtherTextStaysThere() throws IOException {
        assertThat(diff("Xaab", "Yaaab")).isEqualTo("-1,1+1,2");
        assertThat(diff("ab", "caa")).isEqualTo("-1,0+1,2 -2,1+4,0");
    }

    @Test
    void textsWhoseCommonLinesAreAllFrequentComeOutAsGitsDo() throws IOException {
        assertThat(diff("ab".repeat(65), "ba".repeat(65))).isEqualTo("-1,1+1,0 -131,0+130,1");
    }

    @Test
    void textsOfFewLettersComeOutAsGitsDo() throws IOException {
        Random random = new Random(11);
        for (int i = 0; i < 50; i++) {
            diff(letters(random), letters(random));
        }
    }

    private static String letters(Random random) {
        return random.ints(random.nextInt(9), 'a', 'd')
                .mapToObj(letter -> String.valueOf((char) letter))
                .collect(Collectors.joining());
    }

    /** The difference, once git has given the same. */
    private String diff(String before, String after) throws IOException {
        String ours = hunks(DiffAlgorithm.HISTOGRAM, before, after);
        assertThat(ours).as(before + " to " + after).isEqualTo(repository.diffByGit(before, after));
        return ours;
    }

    private static List<DiffHunk> between(DiffAlgorithm algorithm, String before, String after) {
        LineNumbering lines = new LineNumbering();
        return LineDiff.between(
                algorithm,
                lines.text(text(before)).numbers(),
                lines.text(text(after)).numbers());
    }

    /** The difference as hunks. */
    public static String hunks(DiffAlgorithm algorithm, String before, String after) {
        return between(algorithm, before, after).stream()
                .map(edit -> hunk(edit.fromA(), edit.sizeA(), edit.fromB(), edit.sizeB()))
                .collect(Collectors.joining(" "));
    }

    /** One hunk; lines are counted from 1. */
    public static String hunk(int fromA, int sizeA, int fromB, int sizeB) {
        return "-" + (fromA + 1) + "," + sizeA + "+" + (fromB + 1) + "," + sizeB;
    }
}
