package dev.reconciler.git.replay;

import static dev.reconciler.git.replay.Scenario.EIGHT;
import static dev.reconciler.git.replay.Scenario.both;
import static dev.reconciler.git.replay.Scenario.careful;
import static dev.reconciler.git.replay.Scenario.clean;
import static dev.reconciler.git.replay.Scenario.config;
import static dev.reconciler.git.replay.Scenario.conflict;
import static dev.reconciler.git.replay.Scenario.edit;
import static dev.reconciler.git.replay.Scenario.file;
import static dev.reconciler.git.replay.Scenario.move;
import static dev.reconciler.git.replay.Scenario.newer;
import static dev.reconciler.git.replay.Scenario.newerClean;
import static dev.reconciler.git.replay.Scenario.remove;

import dev.reconciler.git.fixture.NativeGit;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Settings of git that change a merge, honoured as {@code git rebase} honours them. */
@Tag("slow")
class SettingParityTest {
    private static final String TEN = "a1\na2\na3\na4\na5\na6\na7\na8\na9\na0\n";

    @TempDir
    Path root;

    /** The texts are the smallest on which a setting changes the result; a letter is a line. */
    @TestFactory
    Stream<DynamicTest> textsOfRepeatedLines() {
        return Scenario.tests(
                root,
                List.of(
                        clean("histogram", letters("ab"), letters("cb"), letters("cbba")),
                        newer("myers", set("ab", "diff.algorithm", "myers"), letters("cb"), letters("cbba")),
                        newer(
                                "default is myers",
                                set("ab", "diff.algorithm", "Default"),
                                letters("cb"),
                                letters("cbba")),
                        newerClean(
                                "myers merges more",
                                set("ab", "diff.algorithm", "myers"),
                                letters("aba"),
                                letters("cbba")),
                        newer("minimal", set("ab", "diff.algorithm", "minimal"), letters("cb"), letters("cbba")),
                        newer("patience", set("ab", "diff.algorithm", "patience"), letters("b"), letters("bba")),
                        newerClean(
                                "patience merges more",
                                set("ab", "diff.algorithm", "patience"),
                                letters("a"),
                                letters("bba")),
                        newerClean(
                                "two sides",
                                set("abba", "merge.conflictStyle", "merge"),
                                letters("aba"),
                                letters("baba")),
                        conflict(
                                "two sides and base",
                                set("abba", "merge.conflictStyle", "diff3"),
                                letters("aba"),
                                letters("baba")),
                        conflict(
                                "two sides and what differs of base",
                                set("abba", "merge.conflictStyle", "zdiff3"),
                                letters("aba"),
                                letters("baba"))));
    }

    private static Consumer<NativeGit> letters(String lines) {
        return file("f", String.join("\n", lines.split("")) + "\n");
    }

    private static Consumer<NativeGit> set(String lines, String key, String value) {
        return both(letters(lines), config(key, value));
    }

    @TestFactory
    Stream<DynamicTest> directoriesThatTakeTheirNewFilesAlong() {
        Consumer<NativeGit> base = both(
                file("d/a", EIGHT),
                file("d/b", TEN),
                file("x", TEN.repeat(2)),
                config("merge.directoryRenames", "true"));
        Consumer<NativeGit> moved = both(move("d/a", "e/a"), move("d/b", "e/b"));
        return Scenario.tests(
                root,
                List.of(
                        clean("a file added here", base, file("d/c", "c\n"), moved),
                        clean("a file added there", base, moved, file("d/c", "c\n")),
                        clean("a folder added", base, both(file("d/s/c", "c\n"), file("d/s/t/c", "d\n")), moved),
                        clean("a file renamed into the directory", base, move("x", "d/x"), moved),
                        clean(
                                "a file renamed into the directory and changed there",
                                base,
                                move("x", "d/x"),
                                both(moved, edit("x", "a9", "R"))),
                        clean(
                                "a directory moved to the root",
                                base,
                                file("d/c", "c\n"),
                                both(move("d/a", "a"), move("d/b", "b"))),
                        clean(
                                "a directory that moved apart from the one above",
                                both(base, file("d/s/f", TEN.repeat(3))),
                                both(file("d/c", "c\n"), file("d/s/c", "d\n")),
                                both(move("d/s/f", "t/f"), moved)),
                        conflict("a file is there already", base, file("d/c", "c\n"), both(moved, file("e/c", "R\n"))),
                        conflict(
                                "two directories become one",
                                both(base, file("i/f", TEN.repeat(3))),
                                both(file("d/c", "c\n"), file("i/c", "d\n")),
                                both(moved, move("i/f", "e/f"))),
                        conflict(
                                "a directory moved to two places alike",
                                base,
                                file("d/c", "c\n"),
                                both(move("d/a", "e/a"), move("d/b", "i/b"))),
                        clean(
                                "a directory moved into one that moved",
                                both(base, file("o/f", TEN.repeat(3))),
                                both(moved, file("o/c", "c\n")),
                                both(move("o/f", "d/f"))),
                        clean("off", both(base, config("merge.directoryRenames", "no")), file("d/c", "c\n"), moved),
                        conflict(
                                "a word of the future",
                                both(base, config("merge.directoryRenames", "later")),
                                file("d/c", "c\n"),
                                moved)));
    }

    @TestFactory
    Stream<DynamicTest> howManyFilesAreCompared() {
        Consumer<NativeGit> base = both(file("f", EIGHT), file("x", TEN), file("y", TEN.repeat(2)));
        Consumer<NativeGit> here = both(remove("f"), remove("x"), file("y", "L\n" + TEN.repeat(2)));
        Consumer<NativeGit> there = both(remove("f"), remove("x"), file("g", EIGHT + "9\n"), file("z", TEN + "b1\n"));
        return Scenario.tests(
                root,
                List.of(
                        conflict("all", base, here, there),
                        clean("as many as are too few", both(base, config("merge.renameLimit", "1")), here, there),
                        clean("the limit of differences", both(base, config("diff.renameLimit", "1")), here, there),
                        conflict(
                                "the limit of merges wins",
                                both(base, config("diff.renameLimit", "1"), config("merge.renameLimit", "1k")),
                                here,
                                there),
                        conflict("no limit", both(base, config("merge.renameLimit", "0")), here, there)));
    }

    @TestFactory
    Stream<DynamicTest> lineEndsMadeAlike() {
        String dos = EIGHT.replace("\n", "\r\n");
        Consumer<NativeGit> text = file(".gitattributes", "* text=auto\n");
        // Git would take the carriage returns out of what is added with the attribute; the base is older.
        Consumer<NativeGit> base = both(file("f", dos), config("merge.renormalize", "true"));
        Consumer<NativeGit> unix = both(text, file("f", EIGHT.replace("8", "L")));
        return Scenario.tests(
                root,
                List.of(
                        clean("made text here, edited there", base, unix, file("f", dos.replace("2", "R"))),
                        clean("made text there, edited here", base, file("f", dos.replace("2", "L")), unix),
                        conflict("the same line", base, unix, file("f", dos.replace("8", "R"))),
                        conflict(
                                "not asked for",
                                both(base, config("merge.renormalize", "false")),
                                unix,
                                file("f", dos.replace("2", "R"))),
                        clean(
                                "deleted here, made text there",
                                base,
                                both(remove("f"), file("l", "l\n")),
                                both(text, file("f", EIGHT))),
                        clean(
                                "no attribute asks for it",
                                base,
                                file("f", dos.replace("8", "L")),
                                file("f", dos.replace("2", "R"))),
                        careful(
                                "a filter",
                                both(base, file(".gitattributes", "f filter=x\n"), config("filter.x.clean", "cat")),
                                file("f", dos.replace("8", "L")),
                                file("f", dos.replace("2", "R")))));
    }
}
