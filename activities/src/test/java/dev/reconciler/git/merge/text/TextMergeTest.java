package dev.reconciler.git.merge.text;

import static dev.reconciler.git.fixture.LetterRepository.CONFLICT;
import static dev.reconciler.git.fixture.LetterRepository.letters;
import static dev.reconciler.git.fixture.LetterRepository.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.reconciler.git.diff.DiffAlgorithm;
import dev.reconciler.git.fixture.LetterRepository;
import dev.reconciler.git.fixture.LetterTest;
import dev.reconciler.git.fixture.NativeGit;
import dev.reconciler.git.tree.BytePath;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.eclipse.jgit.lib.ObjectId;
import org.junit.jupiter.api.Test;

/** Merges of texts, a letter a line: base, ours, theirs. Each row is merged by native git as well, which must agree. */
class TextMergeTest extends LetterTest {
    @Test
    void changesOfDistantLinesAreBothTaken() throws IOException {
        assertThat(merge("abcd", "aXcd", "abcY")).isEqualTo("aXcY");
        assertThat(merge("abcd", "abcY", "aXcd")).isEqualTo("aXcY");
    }

    @Test
    void whatOneSideLeftAloneIsTakenFromTheOther() throws IOException {
        assertThat(merge("abc", "abc", "aYc")).isEqualTo("aYc");
        assertThat(merge("abc", "aXc", "abc")).isEqualTo("aXc");
    }

    @Test
    void oneUnchangedLineBetweenTwoChangesIsEnough() throws IOException {
        assertThat(merge("abc", "Xbc", "abY")).isEqualTo("XbY");
    }

    @Test
    void changesOfNeighbouringLinesAreAConflict() throws IOException {
        assertThat(merge("abcd", "aXcd", "abYd")).isEqualTo(CONFLICT);
        assertThat(merge("abcd", "abYd", "aXcd")).isEqualTo(CONFLICT);
    }

    @Test
    void twoChangesOfOneLineAreAConflict() throws IOException {
        assertThat(merge("abc", "aXc", "aYc")).isEqualTo(CONFLICT);
    }

    @Test
    void aChangeThatBothMadeIsTakenOnce() throws IOException {
        assertThat(merge("abc", "aXc", "aXc")).isEqualTo("aXc");
        assertThat(merge("abcdef", "aXcdeF", "aXcDef")).isEqualTo("aXcDeF");
    }

    @Test
    void theSameLinesInsertedByBothAreTakenOnceAndOthersAreAConflict() throws IOException {
        assertThat(merge("ab", "aXb", "aXb")).isEqualTo("aXb");
        assertThat(merge("ab", "aXb", "aYb")).isEqualTo(CONFLICT);
    }

    @Test
    void linesInsertedAtBothEndsAreBothTaken() throws IOException {
        assertThat(merge("a", "Xa", "aY")).isEqualTo("XaY");
        assertThat(merge("a", "aX", "Ya")).isEqualTo("YaX");
    }

    @Test
    void aDeletionOfAChangedLineIsAConflict() throws IOException {
        assertThat(merge("abc", "ac", "aYc")).isEqualTo(CONFLICT);
        assertThat(merge("a", "", "b")).isEqualTo(CONFLICT);
        assertThat(merge("a", "b", "")).isEqualTo(CONFLICT);
    }

    @Test
    void aDeletionByBothIsTakenOnceWhateverElseTheyDid() throws IOException {
        assertThat(merge("ab", "a", "a")).isEqualTo("a");
        assertThat(merge("ab", "a", "caa")).isEqualTo("caa");
    }

    @Test
    void aChangeInsideALargerOneIsAConflict() throws IOException {
        assertThat(merge("abcd", "XYZd", "aQcd")).isEqualTo(CONFLICT);
        assertThat(merge("abcd", "aQcd", "XYZd")).isEqualTo(CONFLICT);
    }

    @Test
    void aChangeThatReachesFurtherThanTheSameOfTheOtherSideIsAConflict() throws IOException {
        assertThat(merge("abc", "XYc", "Xbc")).isEqualTo(CONFLICT);
        assertThat(merge("abc", "aXY", "abY")).isEqualTo(CONFLICT);
    }

    @Test
    void oneChangeThatCoversTwoOfTheOtherSideIsAConflict() throws IOException {
        assertThat(merge("abc", "XYZ", "PbQ")).isEqualTo(CONFLICT);
        assertThat(merge("abc", "PbQ", "XYZ")).isEqualTo(CONFLICT);
    }

    @Test
    void aCleanChangeThatTouchesAConflictIsPartOfIt() throws IOException {
        assertThat(merge("a", "", "ba")).isEqualTo(CONFLICT);
        assertThat(merge("a", "ba", "")).isEqualTo(CONFLICT);
        assertThat(mergeAsUnion("a", "", "ba")).isEqualTo("ba");
    }

    @Test
    void aFileThatBothAddedIsAConflictUnlessItIsTheSame() throws IOException {
        assertThat(merge("", "a", "ab")).isEqualTo(CONFLICT);
        assertThat(merge("", "ab", "ab")).isEqualTo("ab");
    }

    @Test
    void aLineFeedAddedAtTheEndIsAChangeOfTheLastLine() throws IOException {
        assertThat(merge("ab.", "ab", "ab.")).isEqualTo("ab");
        assertThat(merge("abc.", "Xbc.", "abc")).isEqualTo("Xbc");
        assertThat(merge("ab.", "ab", "aX.")).isEqualTo(CONFLICT);
    }

    @Test
    void aUnionTakesBothSidesOfAConflictOursFirst() throws IOException {
        assertThat(mergeAsUnion("abc", "aXc", "aYc")).isEqualTo("aXYc");
        assertThat(mergeAsUnion("", "a", "b")).isEqualTo("ab");
    }

    @Test
    void aUnionTakesWhatBothSidesOfAConflictHaveOnce() throws IOException {
        assertThat(mergeAsUnion("", "aX", "aY")).isEqualTo("aXY");
        assertThat(mergeAsUnion("", "a", "ba")).isEqualTo("ba");
    }

    @Test
    void aUnionTakesUpToThreeCommonLinesBetweenConflictsTwice() throws IOException {
        assertThat(mergeAsUnion("", "a", "bab")).isEqualTo("abab");
        assertThat(mergeAsUnion("ab", "XcdeY", "PcdeQ")).isEqualTo("XcdeYPcdeQ");
        assertThat(mergeAsUnion("ab", "XcdefY", "PcdefQ")).isEqualTo("XPcdefYQ");
    }

    @Test
    void aUnionEndsALastLineThatIsNoLongerTheLast() throws IOException {
        assertThat(mergeAsUnion("a.", "b.", "c.")).isEqualTo("bc.");
        assertThat(mergeAsUnion("a", "b.", "c.")).isEqualTo("bc.");
        assertThat(mergeAsUnion("xa", "xb.", "xc.")).isEqualTo("xbc.");
    }

    @Test
    void theEndOfALineIsThatOfTheLinesAroundIt() throws IOException {
        assertThat(unionOfTexts("x\r\na", "x\r\nb", "x\r\nc")).isEqualTo("x\r\nb\r\nc");
        assertThat(unionOfTexts("x\na", "x\nb", "x\nc")).isEqualTo("x\nb\nc");
        // One plain line feed is enough, in ours, in theirs or in base.
        assertThat(unionOfTexts("x\r\na", "x\nb", "x\r\nc")).isEqualTo("x\nb\nx\r\nc");
        assertThat(unionOfTexts("x\r\na", "x\r\nb", "x\r\ny\nc")).isEqualTo("x\r\nb\r\ny\nc");
        assertThat(unionOfTexts("x\na", "x\r\nb", "x\r\ny\r\nc")).isEqualTo("x\r\nb\ny\r\nc");
        // Nothing ends: a plain one.
        assertThat(unionOfTexts("", "b", "c")).isEqualTo("b\nc");
    }

    @Test
    void textsOfAFewLinesOverAndOverAreMergedToo() throws IOException {
        String often = "ab".repeat(65);
        assertThat(merge(often, often.replaceFirst("a", "X"), often + "c")).isEqualTo("X" + often.substring(1) + "c");
        assertThat(merge(often, often.replaceFirst("a", "X"), "ba".repeat(65))).isEqualTo(CONFLICT);
    }

    @Test
    void groupsThatTouchedOnTheWayAreComparedOnceMore() {
        // Git answers so since version 2.54. Before that the first was aabbabaabaa, and the second a conflict.
        assertThat(mergeByOurs("aaaa", "aabbaaa", "aabaabaa", MergeFavor.NEITHER, TextMergeSettings.DEFAULTS))
                .isEqualTo(CONFLICT);
        assertThat(mergeByOurs("aaa", "abaa", "baaa", MergeFavor.NEITHER, TextMergeSettings.DEFAULTS))
                .isEqualTo("babaa");
    }

    @Test
    void sidesThatCameToTheSameLinesAreAConflictWhereTheStyleShowsBase() throws IOException {
        // Before 2.54 git had other hunks here, and a conflict.
        assertThat(mergeByOurs("abba", "aba", "baba", MergeFavor.NEITHER, TextMergeSettings.DEFAULTS))
                .isEqualTo("baba");
        assertThat(merge("abba", "aba", "baba", ConflictStyle.DIFF3)).isEqualTo(CONFLICT);
        assertThat(merge("abba", "aba", "baba", ConflictStyle.ZDIFF3)).isEqualTo(CONFLICT);
    }

    @Test
    void aUnionTakesAllLinesOfAConflictThatIsNotCutDown() throws IOException {
        assertThat(mergeAsUnion("", "a", "aa")).isEqualTo("aa");
        assertThat(mergeAsUnion("", "a", "aa", ConflictStyle.DIFF3)).isEqualTo("aaa");
        assertThat(mergeAsUnion("", "ab", "babb", ConflictStyle.MERGE)).isEqualTo("abbabb");
        assertThat(mergeAsUnion("", "ab", "babb", ConflictStyle.ZDIFF3)).isEqualTo("ababb");
    }

    @Test
    void theAlgorithmDecidesWhereChangesStandAndSoWhichOfThemTouch() throws IOException {
        assertThat(merge("abb", "b", "ba", DiffAlgorithm.HISTOGRAM)).isEqualTo(CONFLICT);
        assertThat(merge("abb", "b", "ba", DiffAlgorithm.MYERS)).isEqualTo("ba");
        assertThat(merge("abb", "b", "ba", DiffAlgorithm.MINIMAL)).isEqualTo("ba");
        assertThat(merge("ab", "b", "bba", DiffAlgorithm.HISTOGRAM)).isEqualTo("bba");
        assertThat(merge("ab", "b", "bba", DiffAlgorithm.PATIENCE)).isEqualTo(CONFLICT);
    }

    private String merge(String base, String ours, String theirs) throws IOException {
        return merge(base, ours, theirs, ConflictStyle.MERGE);
    }

    private String merge(String base, String ours, String theirs, ConflictStyle style) throws IOException {
        repository.git().run("config", "merge.conflictStyle", style.name().toLowerCase(Locale.ROOT));
        String git = repository.mergeByGit("f=" + base, "f=" + ours, "f=" + theirs);
        String merged = mergeByOurs(
                base, ours, theirs, MergeFavor.NEITHER, new TextMergeSettings(DiffAlgorithm.HISTOGRAM, style));
        assertThat(merged).as("git made " + git).isEqualTo(git.replaceFirst("^f=", ""));
        return merged;
    }

    private String merge(String base, String ours, String theirs, DiffAlgorithm algorithm) throws IOException {
        String merged = mergeByOurs(
                base, ours, theirs, MergeFavor.NEITHER, new TextMergeSettings(algorithm, ConflictStyle.MERGE));
        // Before 2.44 git merge-tree takes no algorithm.
        if (NativeGit.isAtLeast(2, 44)) {
            assertThat(repository.mergesByGit(
                            List.of(List.of(base, ours, theirs)),
                            List.of("-X", "diff-algorithm=" + algorithm.name().toLowerCase(Locale.ROOT))))
                    .containsExactly(merged);
        }
        return merged;
    }

    private String mergeAsUnion(String base, String ours, String theirs) throws IOException {
        return mergeAsUnion(base, ours, theirs, ConflictStyle.MERGE);
    }

    private String mergeAsUnion(String base, String ours, String theirs, ConflictStyle style) throws IOException {
        repository.git().run("config", "merge.conflictStyle", style.name().toLowerCase(Locale.ROOT));
        LetterRepository.DivergedTrees sides = repository.diverge("f=" + base, "f=" + ours, "f=" + theirs);
        String merged = mergeByOurs(
                base, ours, theirs, MergeFavor.UNION, new TextMergeSettings(DiffAlgorithm.HISTOGRAM, style));
        assertThat(merged).isEqualTo(letters(unionByGit(sides.ours(), sides.theirs())));
        return merged;
    }

    private String unionOfTexts(String base, String ours, String theirs) throws IOException {
        byte[] merged = TextMerge.merge(
                base.getBytes(StandardCharsets.UTF_8),
                ours.getBytes(StandardCharsets.UTF_8),
                theirs.getBytes(StandardCharsets.UTF_8),
                MergeFavor.UNION,
                TextMergeSettings.DEFAULTS);
        ObjectId start = repository.commit(repository.treeOfTexts(Map.of("f", base)));
        assertThat(merged)
                .isEqualTo(unionByGit(
                        repository.commit(repository.treeOfTexts(Map.of("f", ours)), start),
                        repository.commit(repository.treeOfTexts(Map.of("f", theirs)), start)));
        return new String(merged, StandardCharsets.UTF_8);
    }

    private byte[] unionByGit(ObjectId ours, ObjectId theirs) throws IOException {
        // A bare repository reads attributes from there alone.
        repository.git().write("info/attributes", "f merge=union\n");
        String tree = repository.git().run("merge-tree", "--write-tree", ours.name(), theirs.name());
        return objects.blob(
                objects.find(ObjectId.fromString(tree), BytePath.of("f")).id());
    }

    private static String mergeByOurs(
            String base, String ours, String theirs, MergeFavor favor, TextMergeSettings settings) {
        byte[] merged = TextMerge.merge(text(base), text(ours), text(theirs), favor, settings);
        return merged == null ? CONFLICT : letters(merged);
    }
}
