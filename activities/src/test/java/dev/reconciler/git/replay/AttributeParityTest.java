package dev.reconciler.git.replay;

import static dev.reconciler.git.replay.Scenario.EIGHT;
import static dev.reconciler.git.replay.Scenario.both;
import static dev.reconciler.git.replay.Scenario.careful;
import static dev.reconciler.git.replay.Scenario.clean;
import static dev.reconciler.git.replay.Scenario.config;
import static dev.reconciler.git.replay.Scenario.conflict;
import static dev.reconciler.git.replay.Scenario.edit;
import static dev.reconciler.git.replay.Scenario.file;
import static dev.reconciler.git.replay.Scenario.gitFile;
import static dev.reconciler.git.replay.Scenario.link;
import static dev.reconciler.git.replay.Scenario.move;
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

/**
 * Which attribute decides over a merge, as with {@code git rebase}: in each scenario both sides change a text in places
 * that lie apart, so that it is clean unless an attribute says otherwise.
 */
@Tag("slow")
class AttributeParityTest {
    private static final Consumer<NativeGit> LOCAL = edit("f", "1", "L");
    private static final Consumer<NativeGit> REMOTE = edit("f", "8", "R");

    @TempDir
    Path root;

    @TestFactory
    Stream<DynamicTest> linesOfTheFile() {
        return Scenario.tests(
                root,
                List.of(
                        marked("quotes", true, "\"f\" -merge\n"),
                        marked("a byte order mark", true, "\ufefff -merge\n"),
                        marked("a macro in a macro", true, "[attr]n m\n[attr]m -merge\nf n\n"),
                        marked("a macro around binary", true, "[attr]n binary\nf n\n"),
                        marked("binary defined anew", false, "[attr]binary -diff\nf binary\n"),
                        marked("a line that is too long", false, "f -merge " + "a".repeat(2040) + "\n"),
                        marked("a line with a word that is none", false, "f -merge +\n"),
                        marked("a negative pattern", false, "!g -merge\n"),
                        marked("another case", false, "F -merge\n"),
                        marked("a driver that nothing defines", false, "f merge=mine\n"),
                        marked("an empty name", false, "f merge=\n")));
    }

    private static Scenario marked(String name, boolean isConflict, String attributes) {
        Consumer<NativeGit> base = both(file("f", EIGHT), file(".gitattributes", attributes));
        return isConflict ? conflict(name, base, LOCAL, REMOTE) : clean(name, base, LOCAL, REMOTE);
    }

    @TestFactory
    Stream<DynamicTest> filesOfAttributes() {
        Consumer<NativeGit> base = file("f", EIGHT);
        Consumer<NativeGit> binary = file(".gitattributes", "f -merge\n");
        return Scenario.tests(
                root,
                List.of(
                        conflict(
                                "info/attributes", both(base, gitFile("info/attributes", "f -merge\n")), LOCAL, REMOTE),
                        clean(
                                "info/attributes wins over a commit",
                                both(base, binary, gitFile("info/attributes", "f merge\n")),
                                LOCAL,
                                REMOTE),
                        conflict(
                                "a macro of info/attributes",
                                both(
                                        base,
                                        file(".gitattributes", "[attr]m merge\nf m\n"),
                                        gitFile("info/attributes", "[attr]m -merge\n")),
                                LOCAL,
                                REMOTE),
                        conflict(
                                "the user's file",
                                both(base, gitFile("user", "f -merge\n"), config("core.attributesFile", ".git/user")),
                                LOCAL,
                                REMOTE),
                        clean(
                                "a commit wins over the user's file",
                                both(
                                        base,
                                        file(".gitattributes", "f merge\n"),
                                        gitFile("user", "f -merge\n"),
                                        config("core.attributesFile", ".git/user")),
                                LOCAL,
                                REMOTE),
                        clean(
                                "a link",
                                both(base, file("a", "f -merge\n"), link(".gitattributes", "a")),
                                LOCAL,
                                REMOTE),
                        clean(
                                "a macro of a folder",
                                both(file("d/f", EIGHT), file("d/.gitattributes", "[attr]m -merge\nf m\n")),
                                edit("d/f", "1", "L"),
                                edit("d/f", "8", "R")),
                        conflict(
                                "a folder whose name has another case",
                                both(
                                        file("d/f", EIGHT),
                                        file("d/.gitattributes", "F -merge\n"),
                                        config("core.ignoreCase", "true")),
                                edit("d/f", "1", "L"),
                                edit("d/f", "8", "R"))));
    }

    @TestFactory
    Stream<DynamicTest> commitsWithAttributes() {
        Consumer<NativeGit> base = both(file("f", EIGHT), file(".gitattributes", "g -merge\n"));
        Consumer<NativeGit> marks = file(".gitattributes", "f -merge\n");
        return Scenario.tests(
                root,
                List.of(
                        conflict("added there", base, LOCAL, both(REMOTE, marks)),
                        clean("taken back there", both(base, marks), LOCAL, both(REMOTE, remove(".gitattributes"))),
                        clean("added here in the same commit", base, both(LOCAL, marks), REMOTE),
                        conflict(
                                "added here in an earlier commit",
                                base,
                                both(marks, git -> git.commitAll("marks"), LOCAL),
                                REMOTE),
                        clean(
                                "taken back here in an earlier commit",
                                both(base, marks),
                                both(remove(".gitattributes"), git -> git.commitAll("marks"), LOCAL),
                                REMOTE),
                        conflict(
                                "of the new name",
                                both(base, file(".gitattributes", "g -merge\n")),
                                LOCAL,
                                both(REMOTE, move("f", "g"))),
                        clean(
                                "of the old name",
                                both(base, file(".gitattributes", "f -merge\n")),
                                LOCAL,
                                both(REMOTE, move("f", "g")))));
    }

    @TestFactory
    Stream<DynamicTest> drivers() {
        Consumer<NativeGit> base = file("f", EIGHT);
        Consumer<NativeGit> mine = both(base, file(".gitattributes", "f merge=mine\n"));
        return Scenario.tests(
                root,
                List.of(
                        // A program of the settings is not run.
                        careful(
                                "a driver that is defined",
                                both(mine, config("merge.mine.driver", "true")),
                                LOCAL,
                                REMOTE),
                        careful(
                                "a driver in the place of union",
                                both(
                                        base,
                                        file(".gitattributes", "f merge=union\n"),
                                        config("merge.union.driver", "true")),
                                LOCAL,
                                REMOTE),
                        careful(
                                "a driver for the rest",
                                both(base, config("merge.mine.driver", "true"), config("merge.default", "mine")),
                                LOCAL,
                                REMOTE),
                        clean(
                                "an undefined driver for the rest",
                                both(base, config("merge.default", "mine")),
                                LOCAL,
                                REMOTE),
                        conflict("no merge for the rest", both(base, config("merge.default", "binary")), LOCAL, REMOTE),
                        clean(
                                "union for the rest",
                                both(base, config("merge.default", "union")),
                                edit("f", "4", "L"),
                                edit("f", "4", "R")),
                        conflict(
                                "union for the rest, but not here",
                                both(base, file(".gitattributes", "f merge\n"), config("merge.default", "union")),
                                edit("f", "4", "L"),
                                edit("f", "4", "R")),
                        clean(
                                "the size of markers",
                                both(base, file(".gitattributes", "f conflict-marker-size=3\n")),
                                LOCAL,
                                REMOTE)));
    }
}
