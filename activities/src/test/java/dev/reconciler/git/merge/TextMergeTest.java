package dev.reconciler.git.merge;

import static dev.reconciler.git.fixture.LetterRepository.CONFLICT;
import static dev.reconciler.git.fixture.LetterRepository.letters;
import static dev.reconciler.git.fixture.LetterRepository.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.reconciler.git.fixture.LetterRepository;
import java.io.IOException;
import java.nio.file.Path;
import org.eclipse.jgit.lib.ObjectId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Merges of texts, a letter a line: base, ours, theirs. Each row is merged by native git as well, which must agree. */
class TextMergeTest {
    @TempDir
    Path directory;

    private LetterRepository repository;

    @BeforeEach
    void makeRepository() {
        repository = new LetterRepository(directory.resolve("data.git"));
    }

    @AfterEach
    void closeRepository() {
        repository.close();
    }

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
    void aUnionOfAnEndWithoutLineFeedIsLeftToAPerson() {
        assertThat(mergeByOurs("a.", "b.", "c.", true)).isEqualTo(CONFLICT);
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
        assertThat(mergeByOurs("aaaa", "aabbaaa", "aabaabaa", false)).isEqualTo(CONFLICT);
        assertThat(mergeByOurs("aaa", "abaa", "baaa", false)).isEqualTo("babaa");
    }

    private String merge(String base, String ours, String theirs) throws IOException {
        String merged = mergeByOurs(base, ours, theirs, false);
        String git = repository.mergeByGit("f=" + base, "f=" + ours, "f=" + theirs);
        assertThat(merged).as("git made " + git).isEqualTo(git.replaceFirst("^f=", ""));
        return merged;
    }

    private String mergeAsUnion(String base, String ours, String theirs) throws IOException {
        String merged = mergeByOurs(base, ours, theirs, true);
        LetterRepository.DivergedTrees sides = repository.diverge("f=" + base, "f=" + ours, "f=" + theirs);
        assertThat(merged).isEqualTo(unionByGit(sides));
        return merged;
    }

    private String unionByGit(LetterRepository.DivergedTrees sides) throws IOException {
        // A bare repository reads attributes from there alone.
        repository.git().write("info/attributes", "f merge=union\n");
        String tree = repository
                .git()
                .run(
                        "merge-tree",
                        "--write-tree",
                        sides.ours().name(),
                        sides.theirs().name());
        return repository.show(ObjectId.fromString(tree)).replaceFirst("^f=", "");
    }

    private static String mergeByOurs(String base, String ours, String theirs, boolean union) {
        byte[] merged = TextMerge.merge(text(base), text(ours), text(theirs), union, TextMergeSettings.DEFAULTS);
        return merged == null ? CONFLICT : letters(merged);
    }
}
