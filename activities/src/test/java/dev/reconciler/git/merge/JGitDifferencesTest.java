package dev.reconciler.git.merge;

import static dev.reconciler.git.fixture.LetterRepository.CONFLICT;
import static dev.reconciler.git.fixture.LetterRepository.letters;
import static dev.reconciler.git.fixture.LetterRepository.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.reconciler.git.attributes.RepositoryAttributes;
import dev.reconciler.git.diff.DiffAlgorithm;
import dev.reconciler.git.diff.LineDiffTest;
import dev.reconciler.git.fixture.LetterRepository;
import dev.reconciler.git.fixture.LetterTest;
import dev.reconciler.git.merge.rename.RenameNotation;
import dev.reconciler.git.merge.text.MergeFavor;
import dev.reconciler.git.merge.text.TextMerge;
import dev.reconciler.git.merge.text.TextMergeSettings;
import dev.reconciler.git.tree.BytePath;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import org.eclipse.jgit.attributes.AttributesNode;
import org.eclipse.jgit.diff.DiffEntry;
import org.eclipse.jgit.diff.EditList;
import org.eclipse.jgit.diff.HistogramDiff;
import org.eclipse.jgit.diff.RawText;
import org.eclipse.jgit.diff.RawTextComparator;
import org.eclipse.jgit.diff.RenameDetector;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.merge.MergeAlgorithm;
import org.eclipse.jgit.merge.MergeFormatter;
import org.eclipse.jgit.merge.MergeResult;
import org.eclipse.jgit.merge.MergeStrategy;
import org.eclipse.jgit.merge.ThreeWayMerger;
import org.eclipse.jgit.treewalk.TreeWalk;
import org.junit.jupiter.api.Test;

/**
 * Why the replay has merges, renames and differences of its own: the smallest examples where a class of JGit's decides
 * otherwise than git. They stand in docs/decisions.md. Where one of these tests fails because JGit's answer is now that
 * of git, the decision can be looked at again.
 */
class JGitDifferencesTest extends LetterTest {
    private static final String AGAIN = "JGit now answers as git does: look at docs/decisions.md again";

    // Attributes: AttributesNode.

    @Test
    void quotedPatternsAndBadWordsOfAttributeFilesAreReadOtherwise() throws IOException {
        for (String line : List.of("\"f\" -merge", "f -merge +")) {
            repository.git().write("info/attributes", line + "\n");
            AttributesNode node = new AttributesNode();
            node.parse(new ByteArrayInputStream(line.getBytes(StandardCharsets.UTF_8)));
            boolean isUnsetForJGit = node.getRules().stream()
                    .filter(rule -> rule.isMatch("f", false))
                    .flatMap(rule -> rule.getAttributes().stream())
                    .anyMatch(each -> each.toString().equals("-merge"));
            boolean isUnsetForGit =
                    repository.git().run("check-attr", "merge", "f").endsWith(": unset");
            boolean isUnset = RepositoryAttributes.of(repository.repository())
                    .within(directory -> null)
                    .find(BytePath.of("f"), "merge")
                    .isUnset();

            assertThat(isUnset).as(line).isEqualTo(isUnsetForGit);
            assertThat(isUnsetForJGit).as(AGAIN).isNotEqualTo(isUnsetForGit);
        }
    }

    // Trees: RecursiveMerger, which is a ResolveMerger.

    @Test
    void anEditFollowsARenameAndJGitHasAConflict() throws IOException {
        assertTreeMerge("f=a", "g=a", "f=b", "g=b", CONFLICT);
    }

    @Test
    void aFileRenamedToTwoNamesIsAConflictAndJGitKeepsBoth() throws IOException {
        assertTreeMerge("f=a", "g=a", "h=a", CONFLICT, "g=a h=a");
    }

    @Test
    void aFileAddedToADirectoryThatMovedIsAConflictAndJGitLeavesItBehind() throws IOException {
        assertTreeMerge("d/f=a", "e/f=a", "d/f=a d/g=b", CONFLICT, "d/g=b e/f=a");
    }

    private void assertTreeMerge(String base, String ours, String theirs, String git, String jgit) throws IOException {
        assertThat(repository.mergeByGit(base, ours, theirs)).isEqualTo(git);
        assertThat(repository.mergeByOurs(base, ours, theirs)).isEqualTo(git);
        assertThat(mergeTreesByJGit(base, ours, theirs)).as(AGAIN).isEqualTo(jgit);
    }

    private String mergeTreesByJGit(String base, String ours, String theirs) throws IOException {
        LetterRepository.DivergedTrees sides = repository.diverge(base, ours, theirs);
        ThreeWayMerger merger = MergeStrategy.RECURSIVE.newMerger(repository.repository(), true);
        return merger.merge(sides.ours(), sides.theirs()) ? repository.show(merger.getResultTreeId()) : CONFLICT;
    }

    // Texts: MergeAlgorithm and MergeFormatter, as a ResolveMerger uses them.

    @Test
    void changesThatTouchAreAConflictAndJGitMergesThem() throws IOException {
        assertTextMerge("ab", "aa", "caa", CONFLICT, "caa");
    }

    @Test
    void aLineDeletedByBothIsCleanAndJGitHasAConflict() throws IOException {
        assertTextMerge("ab", "a", "caa", "caa", CONFLICT);
    }

    @Test
    void aLineAddedByBothIsThereTwiceAndJGitTakesItOnce() throws IOException {
        assertTextMerge("abb", "aab", "caab", "caaab", "caab");
    }

    private void assertTextMerge(String base, String ours, String theirs, String git, String jgit) throws IOException {
        assertThat(repository.mergeByGit("f=" + base, "f=" + ours, "f=" + theirs))
                .isEqualTo(git.equals(CONFLICT) ? CONFLICT : "f=" + git);
        byte[] merged =
                TextMerge.merge(text(base), text(ours), text(theirs), MergeFavor.NEITHER, TextMergeSettings.DEFAULTS);
        assertThat(merged == null ? CONFLICT : letters(merged)).isEqualTo(git);
        assertThat(mergeTextsByJGit(base, ours, theirs)).as(AGAIN).isEqualTo(jgit);
    }

    private static String mergeTextsByJGit(String base, String ours, String theirs) throws IOException {
        MergeResult<RawText> merged = new MergeAlgorithm(new HistogramDiff())
                .merge(RawTextComparator.DEFAULT, raw(base), raw(ours), raw(theirs));
        if (merged.containsConflicts()) {
            return CONFLICT;
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new MergeFormatter().formatMerge(out, merged, List.of("base", "ours", "theirs"), StandardCharsets.UTF_8);
        return letters(out.toByteArray());
    }

    // Renames: RenameDetector.

    @Test
    void aFileOfWhichHalfStayedIsRenamedAndJGitAsksForMore() throws IOException {
        assertRenames("f=ab", "g=ac", 0, "f>g", "");
    }

    @Test
    void theNameCountsForNothingAndJGitCountsItEvenWhereHalfIsEnough() throws IOException {
        assertRenames("c=ab", "d/a=ac", 50, "c>d/a", "");
    }

    @Test
    void twoFilesAreRenamedToTwoAndJGitFindsOneOfThem() throws IOException {
        assertRenames("f=abcd g=abce", "h=abcx i=abcy", 50, "f>h g>i", "g>h");
    }

    private void assertRenames(String before, String after, int score, String git, String jgit) throws IOException {
        ObjectId old = repository.tree(before);
        ObjectId now = repository.tree(after);
        assertThat(repository.renamesByGit(before, after)).isEqualTo(git);
        assertThat(findByOurs(old, now)).isEqualTo(git);
        assertThat(findByJGit(old, now, score)).as(AGAIN).isEqualTo(jgit);
    }

    private String findByOurs(ObjectId old, ObjectId now) throws IOException {
        return RenameNotation.find(objects, old, now);
    }

    /** @param score from how many hundredths on a file is renamed; 0 for JGit's default */
    private String findByJGit(ObjectId old, ObjectId now, int score) throws IOException {
        RenameDetector detector = new RenameDetector(repository.repository());
        if (score > 0) {
            detector.setRenameScore(score);
        }
        try (TreeWalk walk = new TreeWalk(repository.repository())) {
            walk.setRecursive(true);
            walk.addTree(old);
            walk.addTree(now);
            detector.addAll(DiffEntry.scan(walk));
        }
        return detector.compute().stream()
                .filter(entry -> entry.getChangeType() == DiffEntry.ChangeType.RENAME)
                .map(entry -> entry.getOldPath() + ">" + entry.getNewPath())
                .sorted()
                .collect(Collectors.joining(" "));
    }

    // Differences: HistogramDiff.

    @Test
    void whereALineCouldBeTheOldOrTheNewOneGitTakesTheFirst() throws IOException {
        assertDifference("ab", "caa", "-1,0+1,2 -2,1+4,0", "-1,0+1,1 -2,1+3,1");
    }

    @Test
    void theSameTheOtherWayRound() throws IOException {
        assertDifference("abb", "bc", "-1,2+1,0 -4,0+2,1", "-1,1+1,0 -3,1+2,1");
    }

    private void assertDifference(String before, String after, String git, String jgit) throws IOException {
        assertThat(repository.diffByGit(before, after)).isEqualTo(git);
        assertThat(LineDiffTest.hunks(DiffAlgorithm.HISTOGRAM, before, after)).isEqualTo(git);
        assertThat(diffByJGit(before, after)).as(AGAIN).isEqualTo(jgit);
    }

    private static String diffByJGit(String before, String after) {
        EditList edits = new HistogramDiff().diff(RawTextComparator.DEFAULT, raw(before), raw(after));
        return edits.stream()
                .map(edit ->
                        LineDiffTest.hunk(edit.getBeginA(), edit.getLengthA(), edit.getBeginB(), edit.getLengthB()))
                .collect(Collectors.joining(" "));
    }

    private static RawText raw(String letters) {
        return new RawText(text(letters));
    }
}
