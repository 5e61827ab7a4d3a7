package dev.reconciler.git.replay;

import static dev.reconciler.git.replay.Scenario.EIGHT;
import static dev.reconciler.git.replay.Scenario.append;
import static dev.reconciler.git.replay.Scenario.binary;
import static dev.reconciler.git.replay.Scenario.both;
import static dev.reconciler.git.replay.Scenario.clean;
import static dev.reconciler.git.replay.Scenario.committed;
import static dev.reconciler.git.replay.Scenario.conflict;
import static dev.reconciler.git.replay.Scenario.edit;
import static dev.reconciler.git.replay.Scenario.executable;
import static dev.reconciler.git.replay.Scenario.file;
import static dev.reconciler.git.replay.Scenario.large;
import static dev.reconciler.git.replay.Scenario.link;
import static dev.reconciler.git.replay.Scenario.module;
import static dev.reconciler.git.replay.Scenario.move;
import static dev.reconciler.git.replay.Scenario.remove;

import dev.reconciler.git.replay.Scenario.Expected;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Named divergences, replayed as {@code git rebase} does. */
@Tag("slow")
class ReplayParityTest {
    @TempDir
    Path root;

    @TestFactory
    Stream<DynamicTest> contents() {
        return Scenario.tests(root, texts());
    }

    @TestFactory
    Stream<DynamicTest> renames() {
        return Scenario.tests(root, moves());
    }

    @TestFactory
    Stream<DynamicTest> kinds() {
        return Scenario.tests(root, modes());
    }

    @TestFactory
    Stream<DynamicTest> attributes() {
        return Scenario.tests(root, drivers());
    }

    @TestFactory
    Stream<DynamicTest> commits() {
        return Scenario.tests(root, histories());
    }

    private static List<Scenario> texts() {
        return List.of(
                clean("distant lines", file("f", EIGHT), edit("f", "L", "2"), edit("f", "8", "R")),
                conflict("the same line", file("f", EIGHT), edit("f", "4", "L"), edit("f", "4", "R")),
                conflict("neighbouring lines", file("f", EIGHT), edit("f", "4", "L"), edit("f", "5", "R")),
                clean("lines with one between", file("f", EIGHT), edit("f", "4", "L"), edit("f", "6", "R")),
                clean(
                        "the same change in a larger one",
                        file("f", EIGHT),
                        edit("f", "2", "X"),
                        both(edit("f", "2", "X"), edit("f", "7", "Y"))),
                conflict("additions at the end", file("f", EIGHT), append("f", "L\n"), append("f", "R\n")),
                clean(
                        "the same addition at the end",
                        file("f", EIGHT),
                        both(append("f", "S\n"), file("l", "l\n")),
                        append("f", "S\n")),
                conflict("no line end at the end", file("f", "1\n2"), append("f", "\n3"), append("f", "x")),
                conflict(
                        "line ends of two kinds",
                        file("f", "1\r\n2\r\n"),
                        file("f", "1\n2\n"),
                        file("f", "1\r\nR\r\n")),
                clean(
                        "a file emptied, another edited",
                        both(file("f", EIGHT), file("g", EIGHT)),
                        file("f", ""),
                        edit("g", "3", "R")),
                conflict("emptied here, edited there", file("f", EIGHT), file("f", ""), edit("f", "3", "R")));
    }

    private static List<Scenario> moves() {
        return List.of(
                clean("renamed there, edited here", file("f", EIGHT), edit("f", "2", "L"), move("f", "g")),
                clean("renamed here, edited there", file("f", EIGHT), move("f", "g"), edit("f", "2", "R")),
                clean("renamed there into a folder", file("f", EIGHT), edit("f", "2", "L"), move("f", "d/e/f")),
                clean(
                        "renamed alike",
                        both(file("f", EIGHT), file("h", "h\n")),
                        both(move("f", "g"), edit("h", "h", "L")),
                        move("f", "g")),
                conflict("renamed to two names", file("f", EIGHT), move("f", "g"), move("f", "h")),
                conflict("renamed here, deleted there", file("f", EIGHT), move("f", "g"), remove("f")),
                conflict("renamed there, deleted here", file("f", EIGHT), remove("f"), move("f", "g")),
                conflict(
                        "two files renamed to one name",
                        both(file("f", EIGHT), file("g", "other\n" + EIGHT)),
                        move("f", "h"),
                        move("g", "h")),
                conflict(
                        "added to a folder that was renamed",
                        both(file("d/a", EIGHT), file("d/b", "b" + EIGHT)),
                        file("d/c", "c\n"),
                        both(move("d/a", "e/a"), move("d/b", "e/b"))),
                clean(
                        "a folder renamed, an edit in it",
                        both(file("d/a", EIGHT), file("d/b", "b" + EIGHT)),
                        edit("d/a", "3", "L"),
                        both(move("d/a", "e/a"), move("d/b", "e/b"))),
                clean("renamed there by several commits", file("f", EIGHT), edit("f", "2", "L"), git -> {
                    move("f", "g").accept(git);
                    git.commitAll("first");
                    move("g", "h").accept(git);
                    git.commitAll("second");
                }),
                clean(
                        "renamed and edited there, edited here",
                        file("f", EIGHT),
                        edit("f", "2", "L"),
                        both(move("f", "g"), edit("g", "8", "R"))));
    }

    private static List<Scenario> modes() {
        return List.of(
                conflict("deleted here, edited there", file("f", EIGHT), remove("f"), edit("f", "2", "R")),
                conflict("edited here, deleted there", file("f", EIGHT), edit("f", "2", "L"), remove("f")),
                clean(
                        "deleted on both sides",
                        both(file("f", EIGHT), file("g", "g\n")),
                        both(remove("f"), file("g", "L\n")),
                        remove("f")),
                conflict("two new files of one name", file("f", EIGHT), file("n", "L\n"), file("n", "R\n")),
                clean(
                        "the same new file",
                        file("f", EIGHT),
                        both(file("n", "S\n"), file("l", "l\n")),
                        file("n", "S\n")),
                conflict("a file against a folder", file("f", EIGHT), file("x", "L\n"), file("x/y", "R\n")),
                clean("a mode here, a content there", file("f", EIGHT), executable("f"), edit("f", "2", "R")),
                conflict("a link changed on both sides", link("k", "one"), link("k", "two"), link("k", "three")),
                conflict(
                        "a file made a link here, edited there",
                        file("f", EIGHT),
                        link("f", "one"),
                        edit("f", "2", "R")),
                conflict("a binary changed on both sides", binary("b", 0), binary("b", 1), binary("b", 2)),
                clean(
                        "a binary changed alike",
                        both(binary("b", 0), file("f", "f\n")),
                        both(binary("b", 1), file("f", "L\n")),
                        binary("b", 1)),
                clean(
                        "a binary changed here, a text there",
                        both(binary("b", 0), file("f", EIGHT)),
                        binary("b", 1),
                        edit("f", "2", "R")),
                clean(
                        "two changes of a binary that only look alike",
                        both(binary("b", 0), binary("c", 0)),
                        binary("b", 1),
                        binary("c", 1)),
                conflict("a submodule changed on both sides", module("m", '1'), module("m", '2'), module("m", '3')),
                clean(
                        "a submodule changed here",
                        both(module("m", '1'), file("f", EIGHT)),
                        module("m", '2'),
                        edit("f", "2", "R")),
                new Scenario(
                        "a text of more than 50 MB",
                        large("a"),
                        large("b"),
                        committed(edit("large", "tail", "R")),
                        Expected.CAREFUL));
    }

    private static List<Scenario> drivers() {
        return List.of(
                clean(
                        "union",
                        both(file(".gitattributes", "*.log merge=union\n"), file("a.log", "1\n")),
                        append("a.log", "L\n"),
                        append("a.log", "R\n")),
                conflict(
                        "binary by attribute",
                        both(file(".gitattributes", "*.x binary\n"), file("a.x", EIGHT)),
                        edit("a.x", "1", "L"),
                        edit("a.x", "8", "R")),
                conflict(
                        "no merge by attribute",
                        both(file(".gitattributes", "*.x -merge\n"), file("a.x", EIGHT)),
                        edit("a.x", "1", "L"),
                        edit("a.x", "8", "R")));
    }

    private static List<Scenario> histories() {
        return List.of(
                clean(
                        "an empty commit stays",
                        file("f", EIGHT),
                        git -> {
                            git.commitAll("empty");
                            git.commit("l", "l\n");
                        },
                        edit("f", "2", "R")),
                clean(
                        "a commit that becomes empty goes",
                        file("f", EIGHT),
                        both(edit("f", "2", "X")),
                        both(edit("f", "2", "X"), edit("f", "4", "Y"))),
                clean(
                        "one of two is upstream",
                        file("f", EIGHT),
                        git -> {
                            git.commit("s", "same\n");
                            git.commit("l", "l\n");
                        },
                        git -> {
                            git.commit("r", "r\n");
                            git.commit("s", "same\n");
                        }),
                clean(
                        "upstream took it and took it back",
                        file("f", EIGHT),
                        git -> {
                            git.commit("s", "same\n");
                            git.commit("l", "l\n");
                        },
                        git -> {
                            git.commit("s", "same\n");
                            git.run("rm", "-q", "s");
                            git.commitAll("take back");
                        }),
                clean(
                        "a merge becomes a line",
                        file("f", EIGHT),
                        git -> {
                            git.run("branch", "side");
                            git.commit("l", "l\n");
                            git.run("checkout", "-q", "side");
                            git.commit("s", "s\n");
                            git.run("checkout", "-q", "local");
                            git.run("merge", "-q", "--no-ff", "-m", "merge", "side");
                        },
                        edit("f", "2", "R")),
                clean(
                        "two merges crosswise become a line",
                        file("f", EIGHT),
                        git -> {
                            git.run("branch", "side");
                            git.commit("l", "l\n");
                            git.run("checkout", "-q", "side");
                            git.commit("s", "s\n");
                            git.run("branch", "other");
                            git.run("merge", "-q", "--no-ff", "-m", "one", "local");
                            git.run("checkout", "-q", "local");
                            git.run("merge", "-q", "--no-ff", "-m", "two", "other");
                            git.run("merge", "-q", "--no-ff", "-m", "three", "side");
                        },
                        edit("f", "2", "R")),
                clean(
                        "a message with comment signs and spaces",
                        file("f", EIGHT),
                        git -> {
                            git.write("l", "l\n");
                            git.run("add", "-A");
                            git.run(
                                    "commit",
                                    "-q",
                                    "--cleanup=verbatim",
                                    "-m",
                                    "  # not a comment \n\n\n  indented  \n\n");
                        },
                        edit("f", "2", "R")),
                clean(
                        "an empty message",
                        file("f", EIGHT),
                        git -> {
                            git.write("l", "l\n");
                            git.run("add", "-A");
                            git.run("commit", "-q", "--allow-empty-message", "-m", "");
                        },
                        edit("f", "2", "R")),
                clean(
                        "another author",
                        file("f", EIGHT),
                        git -> {
                            git.write("l", "l\n");
                            git.run("add", "-A");
                            git.run(
                                    "commit",
                                    "-q",
                                    "-m",
                                    "by another",
                                    "--author",
                                    "Zo\u00eb <zoe@example.org>",
                                    "--date",
                                    "1500000000 -0730");
                        },
                        edit("f", "2", "R")),
                conflict(
                        "a clean commit before a conflict",
                        file("f", EIGHT),
                        git -> {
                            git.commit("l", "l\n");
                            edit("f", "2", "L").accept(git);
                            git.commitAll("conflict");
                        },
                        edit("f", "2", "R")));
    }
}
