package dev.reconciler.git.pattern;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reconciler.git.attributes.AttributesOracle;
import dev.reconciler.git.fixture.NativeGit;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each pattern matches the paths that git's wildmatch matches: every pattern with every path, in one call of git. */
class WildcardPatternTest {
    private static final List<String> PATTERNS = Stream.of(
                    "foo",
                    "bar",
                    "",
                    "???",
                    "??",
                    "*",
                    "f*",
                    "*f",
                    "*foo*",
                    "*ob*a*r*",
                    "*ab",
                    "foo\\*",
                    "foo\\*bar",
                    "f\\\\oo",
                    "*[al]?",
                    "[ten]",
                    "**[!te]",
                    "**[!ten]",
                    "t[a-g]n",
                    "t[!a-g]n",
                    "t[^a-g]n",
                    "a[]]b",
                    "a[]-]b",
                    "a[]a-]b",
                    "]",
                    "foo*bar",
                    "foo**bar",
                    "foo/**/bar",
                    "foo/**/**/bar",
                    "**/foo",
                    "*/foo",
                    "**/bar*",
                    "**/bar/*",
                    "**/bar/**",
                    "**/bar**",
                    "foo*/bar",
                    "[ab]",
                    "[[:]ab]",
                    "[[]ab]",
                    "[[:digit]ab]",
                    "[\\[:]ab]",
                    "\\??\\?b",
                    "\\a\\b\\c",
                    "foo/",
                    "**/foo\\/bar",
                    "[[:alpha:]][[:digit:]]",
                    "[[:digit:][:upper:][:spaci:]]",
                    "[[:digit:][:upper:][:space:]]",
                    "[[:xdigit:]]",
                    "[^[:alnum:]]",
                    "[a-c[:digit:]x-z]",
                    "[\\\\-^]",
                    "[\\-_]",
                    "[\\]]",
                    "a[]b",
                    "a[]",
                    "a[]-c]",
                    "[!",
                    "[-",
                    "[-]",
                    "[a-",
                    "[!a-",
                    "[--A]",
                    "[ --]",
                    "[---]",
                    "[------]",
                    "[a-e-n]",
                    "[!------]",
                    "[]-a]",
                    "[!]-a]",
                    "[a^bc]",
                    "[a-]b]",
                    "[\\]",
                    "[\\\\]",
                    "[!\\\\]",
                    "[A-\\\\]",
                    "b*a",
                    "[,]",
                    "[\\,]",
                    "[,-.]",
                    "[\\1-\\3]",
                    "[[-\\]]",
                    "-*-*-*-*-*-*-12-*-*-*-m-*-*-*",
                    "**/*a*b*g*n*t",
                    "*/*/*",
                    "a/*",
                    "a/**",
                    "**/t[o]",
                    "**/a/**/b",
                    "a/**/b",
                    "/a",
                    "/**",
                    "/*",
                    "**a/b",
                    "a/**b",
                    "a/**\\/b",
                    "[/]",
                    "a[/]b",
                    "a[!x]b",
                    "a?b",
                    "\\",
                    "a\\",
                    "*\\",
                    "\\[ab]",
                    "[[:upper:]]",
                    "[[:lower:]]",
                    "[A-Z]",
                    "[a-z]",
                    "[B-a]",
                    "[!A]",
                    "[A]",
                    "\\A",
                    "A",
                    "[[:punct:]]",
                    "[[:cntrl:]]",
                    "[[:print:]]",
                    "[[:graph:]]",
                    "[[:blank:]]",
                    "[[:space:]]",
                    "ä",
                    "[ä]",
                    "?",
                    "??",
                    "*ä",
                    "a***b",
                    "***",
                    "a/***",
                    "**/",
                    "*/",
                    "//a",
                    "a//b",
                    "***/b")
            .filter(each -> !each.isEmpty() && !each.startsWith("!"))
            .distinct()
            .toList();
    private static final List<String> PATHS = List.of(
            "foo",
            "bar",
            "foobar",
            "f",
            "foo*bar",
            "f\\oo",
            "ball",
            "ten",
            "ton",
            "a]b",
            "a-b",
            "aab",
            "]",
            "foo/bar",
            "foo/baz/bar",
            "foo/b/a/z/bar",
            "QQQ/bar/foo",
            "foo/bba/arr",
            "[ab]",
            "[:]ab",
            "?a?b",
            "abc",
            "a1",
            "A1",
            "1",
            "A",
            "a",
            "f1",
            "_",
            "\\",
            "-",
            "[",
            ",",
            "^",
            "+",
            "5",
            "-b",
            "a[]b",
            "a/b",
            "a/c/b",
            "a/c/d/b",
            "b",
            "-plain-serif-thin-i-narrow--12-140-90-90-m-60-latin-2",
            "QQQ/plain/serif/thin/i/narrow/12/140/90/90/m/60/latin/2",
            "abcd/abcdefg/abcdefghijk/abcdefghijklmnop.txt",
            "foo/bar/baz/to",
            "aXb",
            "axb",
            "ab",
            "aaab",
            "x/a/y/b",
            "ä",
            "d/ä",
            " ",
            "\t",
            "\u0001",
            "\u000b",
            "~",
            "\u007f",
            "B",
            "Z",
            "z",
            "xa/b",
            "a/xb",
            "ax/b",
            "aä");

    // Older versions of git match a/b** as if it were a/b/**: they cut the literal beginning off first.
    private static final String GLUED_STARS = "[^*?\\[\\\\]*[^*?\\[\\\\/]\\*\\*.*";

    @TempDir
    Path directory;

    @Test
    void everyPatternMatchesWhatGitMatches() {
        NativeGit git = NativeGit.init(directory);
        git.write(".gitattributes", formatLines(PATTERNS));
        compare(git, PATHS);
    }

    @Test
    void lettersAreAlikeInBothCasesWhereTheyAreForGit() {
        NativeGit git = NativeGit.init(directory);
        git.run("config", "core.ignoreCase", "true");
        git.write(".gitattributes", formatLines(PATTERNS));
        compare(git, PATHS);
    }

    // Git matches so since it keeps one byte of the literal beginning; see GLUED_STARS.
    @Test
    void twoStarsBehindALetterAreOne() {
        assertThat(matchesPath("a/b**", "a/bc")).isTrue();
        assertThat(matchesPath("a/b**", "a/b/c")).isFalse();
        assertThat(matchesPath("a**/b", "a/b")).isTrue();
        assertThat(matchesPath("a**/b", "ab")).isFalse();
        assertThat(matchesPath("a**/b", "a/c/b")).isFalse();
    }

    private static boolean matchesPath(String pattern, String path) {
        return WildcardPattern.of(pattern.getBytes(StandardCharsets.UTF_8), true, false)
                .matches(path.getBytes(StandardCharsets.UTF_8), 0);
    }

    @Test
    void patternsThatChanceMadeAreMatchedAsWell() {
        NativeGit git = NativeGit.init(directory);
        compareRandomly(git, 1, 400);
    }

    @Test
    @Tag("long")
    void andThousandsOfThem() {
        NativeGit git = NativeGit.init(directory);
        long seed = Long.getLong("attributes.seed", 1000);
        for (int i = 0; i < Integer.getInteger("attributes.count", 100); i++) {
            git.run("config", "core.ignoreCase", i % 2 == 0 ? "false" : "true");
            compareRandomly(git, seed + i, 1000);
        }
    }

    @Test
    void aPatternOfManyStarsTakesNoTimeToSpeakOf() {
        byte[] pattern = "**/a*".repeat(300).getBytes(StandardCharsets.UTF_8);
        byte[] text = ("a".repeat(40) + "/").repeat(40).getBytes(StandardCharsets.UTF_8);
        WildcardPattern compiled = WildcardPattern.of(pattern, true, false);
        // A search that goes back for each star would not end in the age of the world.
        assertThat(compiled.matches(text, 0)).isFalse();
    }

    private static void compareRandomly(NativeGit git, long seed, int count) {
        Random random = new Random(seed);
        List<String> patterns = IntStream.range(0, count)
                .mapToObj(i -> chooseText(
                        random,
                        List.of(
                                "a", "b", "B", "/", "*", "**", "?", "[", "]", "!", "-", "\\", "[:", ":]", "[a", "[!",
                                "alpha", "**/", "/**", "^"),
                        7))
                .filter(each -> !each.startsWith("!") && !each.startsWith("[attr]") && !each.isEmpty())
                .filter(each -> !each.matches(GLUED_STARS))
                .toList();
        List<String> paths = Stream.generate(() -> chooseText(
                        random, List.of("a", "b", "B", "A", "/", "/", "]", "[", "-", "\\", "!", "*", ":"), 7))
                .map(each -> each.replaceAll("/+", "/").replaceAll("^/|/$", ""))
                .filter(each -> !each.isEmpty())
                .distinct()
                .limit(300)
                .toList();
        git.write(".gitattributes", formatLines(patterns));
        assertThat(oracleAnswer(git, paths)).as("seed " + seed).isEqualTo(gitAnswer(git, paths));
    }

    private static String chooseText(Random random, List<String> parts, int most) {
        return IntStream.rangeClosed(0, random.nextInt(most))
                .mapToObj(i -> parts.get(random.nextInt(parts.size())))
                .collect(Collectors.joining());
    }

    // Each pattern has an attribute of its own, which says whether the pattern matches.
    private static String formatLines(List<String> patterns) {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < patterns.size(); i++) {
            lines.add(patterns.get(i).replace(" ", "?") + " p" + i);
        }
        return String.join("\n", lines) + "\n";
    }

    private static void compare(NativeGit git, List<String> paths) {
        assertThat(oracleAnswer(git, paths)).isEqualTo(gitAnswer(git, paths));
    }

    private static String oracleAnswer(NativeGit git, List<String> paths) {
        return new AttributesOracle(git).askWorkTree(paths, Map.of());
    }

    private static String gitAnswer(NativeGit git, List<String> paths) {
        return new AttributesOracle(git).askGit(paths, Map.of());
    }
}
