package dev.reconciler.git.merge.text;

import static dev.reconciler.git.fixture.LetterRepository.CONFLICT;
import static dev.reconciler.git.fixture.LetterRepository.letters;
import static dev.reconciler.git.fixture.LetterRepository.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.reconciler.git.diff.DiffAlgorithm;
import dev.reconciler.git.diff.LineDiffTest;
import dev.reconciler.git.fixture.LetterTest;
import dev.reconciler.git.fixture.NativeGit;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * All texts of a few lines over two or three letters, compared and merged by native git and by ours: every kind of group
 * that slides, meets another one or takes it in is among them.
 *
 * <p>Versions of git before 2.54 answer some of these questions otherwise. The file {@code texts-since-git-2.54} has the
 * answers of git 2.55.0, and these are the ones that count. The long runs are for newer versions alone: {@code
 * -Dgit=/path/to/git} names one, and {@code -Dtexts.seed=1000} chooses other long texts.
 */
@Tag("slow")
class SmallTextsTest extends LetterTest {
    private static final boolean IS_NEW_GIT = NativeGit.isAtLeast(2, 54);
    private static final Map<String, String> NEWER_ANSWERS = readNewerAnswers();

    @ParameterizedTest
    @EnumSource
    void hunksAreThoseOfGit(DiffAlgorithm algorithm) throws IOException {
        List<List<String>> all = new ArrayList<>(pairs(texts("ab", 4)));
        all.addAll(pairs(texts("abc", 3)));
        assertSameHunks(algorithm, all);
    }

    // Before 2.54 a minimal difference was not always that.
    @ParameterizedTest
    @EnumSource(names = {"MYERS", "PATIENCE"})
    void hunksOfLongTextsAreThoseOfGitWithItsShortcuts(DiffAlgorithm algorithm) throws IOException {
        assertSameHunks(algorithm, longPairs(20, 7));
    }

    @ParameterizedTest
    @EnumSource
    void mergesAreThoseOfGit(ConflictStyle style) throws IOException {
        List<List<String>> all = new ArrayList<>(triples(texts("ab", 2), texts("ab", 3)));
        String sameStyle = DiffAlgorithm.HISTOGRAM + " " + style + " ";
        NEWER_ANSWERS.keySet().stream()
                .filter(question -> question.startsWith(sameStyle))
                .map(question -> List.of(question.substring(sameStyle.length()).split(",", -1)))
                .forEach(all::add);
        assertSameMerges(DiffAlgorithm.HISTOGRAM, style, all);
    }

    @ParameterizedTest
    @EnumSource
    @Tag("long")
    void allHunksAreThoseOfGit(DiffAlgorithm algorithm) throws IOException {
        assumeThat(IS_NEW_GIT).isTrue();
        assertSameHunks(algorithm, pairs(texts("ab", 7)));
        assertSameHunks(algorithm, pairs(texts("abc", 4)));
        assertSameHunks(algorithm, longPairs(300, Long.getLong("texts.seed", 1_000)));
    }

    @ParameterizedTest
    @EnumSource
    @Tag("long")
    void allMergesAreThoseOfGit(ConflictStyle style) throws IOException {
        assumeThat(IS_NEW_GIT).isTrue();
        for (DiffAlgorithm algorithm : DiffAlgorithm.values()) {
            assertSameMerges(algorithm, style, triples(texts("ab", 4), texts("ab", 4)));
            assertSameMerges(algorithm, style, triples(texts("abc", 3), texts("abc", 3)));
        }
    }

    private void assertSameHunks(DiffAlgorithm algorithm, List<List<String>> pairs) throws IOException {
        List<String> git = repository.diffsByGit(nameOf(algorithm), pairs);
        Map<String, String> disagreements = new TreeMap<>();
        for (int i = 0; i < pairs.size(); i++) {
            String question = algorithm + " " + String.join(">", pairs.get(i));
            String ours = LineDiffTest.hunks(
                    algorithm, pairs.get(i).get(0), pairs.get(i).get(1));
            compare(question, git.get(i), ours, disagreements);
        }
        assertThat(disagreements).isEmpty();
    }

    private void assertSameMerges(DiffAlgorithm algorithm, ConflictStyle style, List<List<String>> triples)
            throws IOException {
        // Before 2.44 git merge-tree takes no algorithm. Its own choice is the histogram.
        List<String> options =
                algorithm == DiffAlgorithm.HISTOGRAM ? List.of() : List.of("-X", "diff-algorithm=" + nameOf(algorithm));
        repository.git().run("config", "merge.conflictStyle", nameOf(style));
        List<String> git = repository.mergesByGit(triples, options);
        Map<String, String> disagreements = new TreeMap<>();
        for (int i = 0; i < triples.size(); i++) {
            String question = algorithm + " " + style + " " + String.join(",", triples.get(i));
            compare(question, git.get(i), merge(triples.get(i), algorithm, style), disagreements);
        }
        assertThat(disagreements).isEmpty();
    }

    private static String merge(List<String> triple, DiffAlgorithm algorithm, ConflictStyle style) {
        byte[] merged = TextMerge.merge(
                text(triple.get(0)),
                text(triple.get(1)),
                text(triple.get(2)),
                MergeFavor.NEITHER,
                new TextMergeSettings(algorithm, style));
        return merged == null ? CONFLICT : letters(merged);
    }

    private static void compare(String question, String git, String ours, Map<String, String> disagreements) {
        String answer = IS_NEW_GIT ? git : NEWER_ANSWERS.getOrDefault(question, git);
        if (!ours.equals(answer)) {
            disagreements.put(question, "git " + answer + ", ours " + ours);
        }
    }

    private static Map<String, String> readNewerAnswers() {
        try (InputStream file =
                Objects.requireNonNull(SmallTextsTest.class.getResourceAsStream("/texts-since-git-2.54"))) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .collect(Collectors.toMap(
                            line -> line.substring(0, line.indexOf(" = ")),
                            line -> line.substring(line.indexOf(" = ") + 3)));
        } catch (IOException failed) {
            throw new AssertionError(failed);
        }
    }

    private static String nameOf(Enum<?> setting) {
        return setting.name().toLowerCase(Locale.ROOT);
    }

    /** All texts of up to so many of these letters. */
    private static List<String> texts(String letters, int most) {
        List<String> texts = new ArrayList<>(List.of(""));
        int from = 0;
        for (int length = 1; length <= most; length++) {
            int end = texts.size();
            for (String shorter : List.copyOf(texts.subList(from, end))) {
                letters.chars().forEach(letter -> texts.add(shorter + (char) letter));
            }
            from = end;
        }
        return texts;
    }

    private static List<List<String>> pairs(List<String> texts) {
        return texts.stream()
                .flatMap(before -> texts.stream().map(after -> List.of(before, after)))
                .toList();
    }

    private static List<List<String>> triples(List<String> bases, List<String> sides) {
        return bases.stream()
                .flatMap(base -> pairs(sides).stream().map(pair -> List.of(base, pair.get(0), pair.get(1))))
                .toList();
    }

    /**
     * Texts of thousands of lines, some of them frequent, with changes that take git longer than it likes to search, or
     * that are among lines which it leaves out of the search.
     */
    private static List<List<String>> longPairs(int count, long seed) {
        Random random = new Random(seed);
        List<List<String>> pairs = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int letters = 2 << random.nextInt(12);
            String before = randomText(random, 200 + random.nextInt(3_000), letters);
            pairs.add(List.of(
                    before,
                    random.nextInt(5) == 0
                            ? randomText(random, 200 + random.nextInt(3_000), letters)
                            : edit(random, before, letters)));
        }
        return pairs;
    }

    private static String edit(Random random, String before, int letters) {
        StringBuilder after = new StringBuilder(before);
        int edits = 1 << random.nextInt(9);
        for (int i = 0; i < edits; i++) {
            int from = random.nextInt(after.length() + 1);
            int end = Math.min(after.length(), from + random.nextInt(1 << random.nextInt(9)));
            String part = after.substring(from, end);
            switch (random.nextInt(4)) {
                case 0 -> after.delete(from, end);
                case 1 -> after.insert(from, randomText(random, random.nextInt(40), letters));
                case 2 -> after.replace(from, end, randomText(random, end - from, letters));
                default -> after.delete(from, end).insert(random.nextInt(after.length() + 1), part);
            }
        }
        return after.toString();
    }

    // Small numbers are more frequent than large ones, as braces are in a program.
    private static String randomText(Random random, int length, int letters) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            int letter = random.nextInt(3) == 0 ? random.nextInt(3) : random.nextInt(letters);
            text.append((char) (0x4e00 + letter));
        }
        return text.toString();
    }
}
