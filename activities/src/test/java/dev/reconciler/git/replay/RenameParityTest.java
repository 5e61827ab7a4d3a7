package dev.reconciler.git.replay;

import static dev.reconciler.git.replay.Scenario.EIGHT;
import static dev.reconciler.git.replay.Scenario.binary;
import static dev.reconciler.git.replay.Scenario.both;
import static dev.reconciler.git.replay.Scenario.careful;
import static dev.reconciler.git.replay.Scenario.clean;
import static dev.reconciler.git.replay.Scenario.config;
import static dev.reconciler.git.replay.Scenario.conflict;
import static dev.reconciler.git.replay.Scenario.edit;
import static dev.reconciler.git.replay.Scenario.executable;
import static dev.reconciler.git.replay.Scenario.file;
import static dev.reconciler.git.replay.Scenario.link;
import static dev.reconciler.git.replay.Scenario.move;
import static dev.reconciler.git.replay.Scenario.newer;
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

/** Renames of files and directories, replayed as {@code git rebase} does. */
@Tag("slow")
class RenameParityTest {
    private static final String TEN = "a1\na2\na3\na4\na5\na6\na7\na8\na9\na0\n";
    private static final String HALF = "a1\na2\na3\na4\na5\nb6\nb7\nb8\nb9\nb0\n";
    private static final String LESS = "a1\na2\na3\na4\nb5\nb6\nb7\nb8\nb9\nb0\n";

    @TempDir
    Path root;

    @TestFactory
    Stream<DynamicTest> filesThatMove() {
        return Scenario.tests(root, files());
    }

    @TestFactory
    Stream<DynamicTest> directoriesThatMove() {
        return Scenario.tests(root, directories());
    }

    @TestFactory
    Stream<DynamicTest> howMuchAlikeARenameIs() {
        return Scenario.tests(root, similarity());
    }

    @TestFactory
    Stream<DynamicTest> whatTheConfigurationSaysOfRenames() {
        return Scenario.tests(root, configured());
    }

    private static List<Scenario> files() {
        return List.of(
                clean(
                        "both moved a file, and here a link to it has the old name",
                        file("b", TEN),
                        both(move("b", "a"), link("b", "a")),
                        move("b", "a")),
                clean(
                        "both moved a file and changed it, and there a link to it has the old name",
                        file("b", TEN),
                        both(move("b", "a"), edit("a", "a1", "L")),
                        both(move("b", "a"), edit("a", "a9", "R"), link("b", "a"))),
                clean(
                        "moved to where the other side has what the merge comes to",
                        file("b", TEN),
                        both(move("b", "a"), edit("a", "a1", "L")),
                        both(
                                edit("b", "a9", "R"),
                                file("a", TEN.replace("a1", "L").replace("a9", "R")))),
                careful(
                        "moved to where the other side has a copy, and git would lose its change of the first",
                        file("b", TEN),
                        move("b", "a"),
                        both(edit("b", "a9", "R"), file("a", TEN))),
                careful(
                        "the same, where texts are united",
                        both(file("b", TEN), file(".gitattributes", "a merge=union\n")),
                        move("b", "a"),
                        both(edit("b", "a9", "R"), file("a", TEN))),
                conflict(
                        "moved to where the other side has a copy without the change",
                        file("b", TEN),
                        both(move("b", "a"), edit("a", "a1", "L")),
                        both(edit("b", "a9", "R"), file("a", TEN.replace("a9", "R")))),
                clean(
                        "moved to where the other side has a text, all of it united",
                        both(file("b", TEN), file(".gitattributes", "a merge=union\n")),
                        both(move("b", "a"), edit("a", "a1", "L")),
                        both(edit("b", "a9", "R"), file("a", "other\n"))),
                conflict(
                        "renamed here, a new file of that name there",
                        file("f", EIGHT),
                        move("f", "g"),
                        file("g", "R\n")),
                conflict(
                        "renamed there, a new file of that name here",
                        file("f", EIGHT),
                        file("g", "L\n"),
                        move("f", "g")),
                conflict(
                        "renamed and edited here, renamed elsewhere there",
                        file("f", EIGHT),
                        both(move("f", "g"), edit("g", "2", "L")),
                        move("f", "h")),
                conflict(
                        "two files change their names with each other here, an edit there",
                        both(file("f", EIGHT), file("g", TEN)),
                        both(move("f", "h"), move("g", "f"), move("h", "g")),
                        edit("f", "2", "R")),
                clean(
                        "renamed alike, edited in two places",
                        file("f", EIGHT),
                        both(move("f", "g"), edit("g", "2", "L")),
                        both(move("f", "g"), edit("g", "7", "R"))),
                conflict(
                        "renamed alike, edited in one place",
                        file("f", EIGHT),
                        both(move("f", "g"), edit("g", "2", "L")),
                        both(move("f", "g"), edit("g", "2", "R"))),
                clean("a binary renamed there, changed here", binary("b", 0), binary("b", 1), movedBytes("b", "c")),
                conflict(
                        "a binary renamed and changed there, changed here",
                        binary("b", 0),
                        binary("b", 1),
                        both(movedBytes("b", "c"), binary("c", 2))),
                clean(
                        "renamed there, made a program here",
                        file("f", EIGHT),
                        executable("f"),
                        both(move("f", "g"), edit("g", "7", "R"))),
                clean(
                        "a link renamed there, another file edited here",
                        both(link("k", "t"), file("f", EIGHT)),
                        edit("f", "2", "L"),
                        both(remove("k"), link("m", "t"))),
                clean(
                        "a link renamed there, led elsewhere here",
                        link("k", "t"),
                        link("k", "u"),
                        both(remove("k"), link("m", "t"))),
                conflict(
                        "renamed to a name that is a directory on the other side",
                        file("f", EIGHT),
                        both(edit("f", "2", "L"), file("g/x", "L\n")),
                        move("f", "g")),
                clean(
                        "an empty file is never renamed",
                        both(file("e", ""), file("f", EIGHT)),
                        both(remove("e"), file("n", "")),
                        edit("f", "2", "R")),
                clean(
                        "a name that only two files have wins over a better match",
                        both(file("a/f", TEN), file("x", "x\n")),
                        both(edit("a/f", "a1", "L")),
                        both(remove("a/f"), file("b/f", TEN.replace("a9", "R")), file("c/g", TEN.replace("a0", "R")))),
                conflict(
                        "a name that two new files have decides nothing",
                        both(file("a/f", TEN), file("x", "x\n")),
                        both(edit("a/f", "a1", "L")),
                        both(remove("a/f"), file("b/f", LESS), file("c/f", LESS.replace("a1", "c1")))));
    }

    private static List<Scenario> directories() {
        return List.of(
                conflict(
                        "a file renamed into a directory that moved",
                        both(file("d/a", EIGHT), file("d/b", TEN), file("f", "f\n" + EIGHT)),
                        move("f", "d/f"),
                        both(move("d/a", "e/a"), move("d/b", "e/b"))),
                clean(
                        "a new directory in a directory that moved",
                        both(file("d/a", EIGHT), file("d/b", TEN)),
                        file("d/new/c", "c\n"),
                        both(move("d/a", "e/a"), move("d/b", "e/b"))),
                clean(
                        "each side moved its file into the directory that the other left",
                        both(file("d/a", EIGHT), file("b/c", TEN)),
                        move("b/c", "d/c"),
                        move("d/a", "b/a")),
                conflict(
                        "each side moved a directory, and one of them into the other's old place",
                        both(file("d/a", EIGHT), file("b/c", TEN)),
                        both(move("b/c", "d/c"), file("b/new", "new\n")),
                        move("d/a", "e/a")),
                conflict(
                        "added to a directory that was split evenly",
                        both(file("d/a", EIGHT), file("d/b", TEN)),
                        file("d/c", "c\n"),
                        both(move("d/a", "e/a"), move("d/b", "g/b"))),
                conflict(
                        "added to a directory most of which moved to one place",
                        both(file("d/a", EIGHT), file("d/b", TEN), file("d/c", HALF)),
                        file("d/n", "n\n"),
                        both(move("d/a", "e/a"), move("d/b", "e/b"), move("d/c", "g/c"))),
                clean(
                        "added to a directory that is only partly gone",
                        both(file("d/a", EIGHT), file("d/b", TEN)),
                        file("d/c", "c\n"),
                        move("d/a", "e/a")),
                clean(
                        "added to a directory that was removed",
                        both(file("d/a", EIGHT), file("f", "f\n")),
                        file("d/c", "c\n"),
                        remove("d/a")),
                clean(
                        "added above a directory that moved",
                        both(file("d/in/a", EIGHT), file("d/in/b", TEN)),
                        file("d/c", "c\n"),
                        both(move("d/in/a", "e/a"), move("d/in/b", "e/b"))),
                conflict(
                        "added above a directory that moved with it",
                        both(file("d/in/a", EIGHT), file("d/in/b", TEN)),
                        file("d/c", "c\n"),
                        both(move("d/in/a", "e/in/a"), move("d/in/b", "e/in/b"))),
                clean(
                        "both moved the directory alike, an addition to the new one",
                        both(file("d/a", EIGHT), file("d/b", TEN)),
                        both(move("d/a", "e/a"), move("d/b", "e/b"), file("e/c", "c\n")),
                        both(move("d/a", "e/a"), move("d/b", "e/b"))),
                clean(
                        "several directories have files of one name and move",
                        both(file("d/Makefile", EIGHT), file("d/x", TEN), file("g/Makefile", HALF), file("g/y", LESS)),
                        both(edit("d/Makefile", "2", "L"), edit("g/Makefile", "b9", "L")),
                        both(
                                move("d/Makefile", "e/Makefile"),
                                edit("e/Makefile", "8", "R"),
                                move("d/x", "e/x"),
                                move("g/Makefile", "h/Makefile"),
                                edit("h/Makefile", "a1", "R"),
                                move("g/y", "h/y"))));
    }

    private static List<Scenario> similarity() {
        return List.of(
                clean(
                        "half of it the same is a rename",
                        file("f", TEN),
                        edit("f", "a1", "L"),
                        both(remove("f"), file("g", HALF))),
                conflict(
                        "less than half of it is none",
                        file("f", TEN),
                        edit("f", "a1", "L"),
                        both(remove("f"), file("g", LESS))),
                clean(
                        "the better of two matches",
                        file("f", TEN),
                        edit("f", "a1", "L"),
                        both(remove("f"), file("g", HALF), file("h", TEN.replace("a0", "R")))),
                clean(
                        "the first of two that are as good",
                        file("f", TEN),
                        edit("f", "a1", "L"),
                        both(remove("f"), file("g", TEN), file("h", TEN))),
                clean(
                        "line ends of another system count as the same",
                        file("f", TEN),
                        file("x", "x\n"),
                        both(remove("f"), file("g", TEN.replace("\n", "\r\n")))));
    }

    private static List<Scenario> orders() {
        return List.of(
                clean(
                        "of several that are the same, each to its own name",
                        both(file("a/c/h", TEN), file("a/f", TEN), file("d/h", TEN)),
                        edit("a/f", "a1", "L"),
                        both(move("a/c/h", "b/c/h"), move("a/f", "b/f"), move("d/h", "h"))),
                conflict(
                        "of two that are the same, the one beside what the other side changed",
                        both(file("a/c/g", TEN), file("a/g", TEN), file("f", EIGHT)),
                        both(remove("a/g"), edit("f", "2", "L")),
                        both(remove("a/c/g"), remove("a/g"), file("d/k", TEN))),
                careful(
                        "of two that are the same, in directories that the other side left alone",
                        both(file("a/g", TEN), file("b/h", TEN), file("f", EIGHT), file("c/i", TEN)),
                        both(edit("c/i", "a1", "L")),
                        both(remove("a/g"), remove("b/h"), remove("c/i"), file("d/k", TEN))));
    }

    @TestFactory
    Stream<DynamicTest> whichOfSeveralThatAreTheSame() {
        return Scenario.tests(root, orders());
    }

    private static List<Scenario> configured() {
        // Version 2.39 does not look at them when it rebases, newer ones do.
        Consumer<NativeGit> renamed = both(move("f", "g"), edit("g", "8", "R"));
        return List.of(
                newer(
                        "merge.renames off",
                        both(file("f", EIGHT), config("merge.renames", "false")),
                        edit("f", "2", "L"),
                        renamed),
                newer(
                        "diff.renames off",
                        both(file("f", EIGHT), config("diff.renames", "no")),
                        edit("f", "2", "L"),
                        renamed),
                clean(
                        "merge.renames wins over diff.renames",
                        both(file("f", EIGHT), config("diff.renames", "false"), config("merge.renames", "copies")),
                        edit("f", "2", "L"),
                        renamed),
                conflict(
                        "a limit that is too low",
                        both(file("f", EIGHT), file("x", TEN), config("merge.renameLimit", "1")),
                        edit("f", "2", "L"),
                        both(renamed, remove("x"), file("z", HALF))),
                clean(
                        "merge.directoryRenames off",
                        both(file("d/a", EIGHT), file("d/b", TEN), config("merge.directoryRenames", "false")),
                        file("d/c", "c\n"),
                        both(move("d/a", "e/a"), move("d/b", "e/b"))));
    }

    private static Consumer<NativeGit> movedBytes(String from, String to) {
        return git -> git.run("mv", from, to);
    }
}
