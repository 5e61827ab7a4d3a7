package dev.reconciler.git.replay;

import static dev.reconciler.git.replay.Scenario.EIGHT;
import static dev.reconciler.git.replay.Scenario.append;
import static dev.reconciler.git.replay.Scenario.binary;
import static dev.reconciler.git.replay.Scenario.both;
import static dev.reconciler.git.replay.Scenario.careful;
import static dev.reconciler.git.replay.Scenario.clean;
import static dev.reconciler.git.replay.Scenario.commit;
import static dev.reconciler.git.replay.Scenario.config;
import static dev.reconciler.git.replay.Scenario.conflict;
import static dev.reconciler.git.replay.Scenario.edit;
import static dev.reconciler.git.replay.Scenario.executable;
import static dev.reconciler.git.replay.Scenario.file;
import static dev.reconciler.git.replay.Scenario.gitFile;
import static dev.reconciler.git.replay.Scenario.link;
import static dev.reconciler.git.replay.Scenario.module;
import static dev.reconciler.git.replay.Scenario.move;
import static dev.reconciler.git.replay.Scenario.remove;
import static dev.reconciler.git.replay.Scenario.run;
import static org.assertj.core.api.Assertions.assertThat;

import dev.reconciler.git.fixture.NativeGit;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Commits, attributes and kinds of files as they are found in the wild, replayed as {@code git rebase} does. */
@Tag("slow")
class CommitParityTest {
    private static final Consumer<NativeGit> REMOTE = edit("f", "2", "R");

    private static final String FORTY =
            IntStream.rangeClosed(1, 40).mapToObj("%02d\n"::formatted).collect(Collectors.joining());

    @TempDir
    Path root;

    @TestFactory
    Stream<DynamicTest> messagesAndAuthors() {
        return Scenario.tests(root, messages());
    }

    @TestFactory
    Stream<DynamicTest> commitsThatAreUpstream() {
        return Scenario.tests(root, duplicates());
    }

    @TestFactory
    Stream<DynamicTest> historiesThatAreNoLine() {
        return Scenario.tests(root, merges());
    }

    @TestFactory
    Stream<DynamicTest> attributesAndLineEnds() {
        return Scenario.tests(root, attributes());
    }

    @TestFactory
    Stream<DynamicTest> namesAndKinds() {
        return Scenario.tests(root, kinds());
    }

    private static List<Scenario> messages() {
        return List.of(
                replayOfMessage(
                        "empty lines before the subject",
                        "--cleanup=verbatim",
                        "-m",
                        "\n \n\t\nsubject\n\n\n\nbody\n\n"),
                replayOfMessage("nothing but empty lines", "--cleanup=verbatim", "-m", "\n\n \n"),
                replayOfMessage("no line end", "--cleanup=verbatim", "-m", "subject"),
                replayOfMessage("line ends of another system", "--cleanup=verbatim", "-m", "subject\r\n\r\nbody\r\n"),
                replayOfMessage("a word that rebase knows", "-m", "fixup! base"),
                replayOfMessage("a time zone with minutes", "-m", "m", "--date", "1500000000 +0545"),
                replayOfMessage("a time zone west of most", "-m", "m", "--date", "1500000000 -1130"),
                replayOfMessage("a time before all others", "-m", "m", "--date", "@0 +0000"),
                replayOfMessage("a time in the far future", "-m", "m", "--date", "@4102444800 +1400"),
                replayOfMessage("an author without an address", "-m", "m", "--author", "Ann <>"),
                replayOfMessage(
                        "an author with quotes",
                        "-m",
                        "m",
                        "--author",
                        "O'Neil \"Bob\" \\ $HOME <o'neil@example.org>"));
    }

    /** The example of docs/parity.md. */
    @Test
    void aChangeOfAnIgnoredSubmoduleIsReplayedWhereGitWouldTakeItForAnotherOne() {
        NativeGit git = NativeGit.init(root.resolve("ignored"));
        git.write(
                ".gitmodules",
                "[submodule \"m\"]\n\tpath = m\n\turl = ./m\n\tignore = all\n"
                        + "[submodule \"n\"]\n\tpath = n\n\turl = ./n\n\tignore = all\n");
        git.commitAll("base");
        both(module("m", '1'), module("n", '1')).accept(git);
        git.run("checkout", "-q", "-b", "local");
        module("n", '2').accept(git);
        git.run("checkout", "-q", "-f", "-b", "remote", "main");
        module("m", '2').accept(git);
        RebaseOracle.Verdict verdict = new RebaseOracle(git).compare("local", "remote");

        assertThat(verdict.git().orElseThrow()).as("dropped").startsWith("at ");
        assertThat(verdict.ours().orElseThrow()).contains("module");
    }

    @TestFactory
    Stream<DynamicTest> encodings() {
        return Scenario.tests(
                root,
                List.of(
                        // One commit each: in an encoding, in another name of it, not in it, in one that nobody knows,
                        // in UTF-8 by another name, in none, with a NUL byte, and with a form feed in front.
                        replayOfBytes(
                                "each commit in its own encoding",
                                git -> {},
                                "encoding ISO-8859-1\n\ncaf\u00e9\n",
                                "encoding latin-1\n\ncaf\u00e9\n",
                                "encoding EUC-JP\n\n\u00c6\u00fc\u00cb\u00dc\n",
                                "encoding EUC-JP\n\n\u00ff\n",
                                "encoding none\n\ncaf\u00e9\n",
                                "encoding utf8\n\ncaf\u00c3\u00a9\n",
                                "\n\u00e9 \u00e2\u0082\u00ac \u00ed\u00a0\u0080 \u00ef\u00bf\u00be \u00c0\u00af"
                                        + " \u00f5\u0080\u0080\u0080 \u00f0\u009f\u0098\u0080 \u0080\n\u00e2",
                                "\none\n\ntwo\0three\nfour\n",
                                "\n\n \t\n\f\nsubject\n"),
                        replayOfBytes(
                                "commits in Latin-9",
                                config("i18n.commitEncoding", "ISO-8859-15"),
                                "\n\u00e2\u0082\u00ac\n",
                                "encoding ISO-8859-1\n\ncaf\u00e9\n"),
                        replayOfBytes(
                                "commits in an encoding that lacks a letter",
                                config("i18n.commitEncoding", "ISO-8859-1"),
                                "\n\u00e2\u0082\u00ac\n")));
    }

    @TestFactory
    Stream<DynamicTest> cleanedMessages() {
        String message = "\n\ntitle  \n\n \n\nbody\t\n#c\n;d\n\n# ---- >8 ----\nunder\n\n\n";
        return Scenario.tests(
                root,
                List.of(
                        replayOfBytes("white space", config("commit.cleanup", "whitespace"), message),
                        replayOfBytes("scissors", config("commit.cleanup", "scissors"), message),
                        replayOfBytes("comments", config("commit.cleanup", "strip"), message),
                        replayOfBytes("nothing", config("commit.cleanup", "verbatim"), message),
                        replayOfBytes(
                                "other comments",
                                both(config("commit.cleanup", "strip"), config("core.commentChar", ";")),
                                message),
                        replayOfBytes("comments alone", config("commit.cleanup", "strip"), "\n#c\n")));
    }

    /** Commits that end with these bytes, one for each letter, behind their author and committer. */
    private static Scenario replayOfBytes(String name, Consumer<NativeGit> settings, String... ends) {
        return clean(
                name,
                both(file("f", EIGHT), settings),
                git -> {
                    for (String end : ends) {
                        append("f", "l\n").accept(git);
                        git.run("add", "-A");
                        String text = "tree " + git.run("write-tree") + "\nparent " + git.run("rev-parse", "HEAD")
                                + "\nauthor Ann \u00e9 <ann@example.org> 1500000000 +0100\n"
                                + "committer Carl <carl@example.org> 1500000000 +0100\n" + end;
                        git.run("reset", "-q", "--soft", writeCommit(git, text));
                    }
                },
                edit("f", "1", "R"));
    }

    private static String writeCommit(NativeGit git, String text) {
        try {
            Path file = Files.write(git.directory().resolve(".git/text"), text.getBytes(StandardCharsets.ISO_8859_1));
            return git.attempt(Map.of(), file, "hash-object", "-t", "commit", "-w", "--stdin", "--literally")
                    .output();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static Scenario replayOfMessage(String name, String... options) {
        return clean(name, file("f", EIGHT), both(file("l", "l\n"), commit(options)), REMOTE);
    }

    private static List<Scenario> duplicates() {
        return List.of(
                clean(
                        "a commit that upstream has elsewhere in the file",
                        file("f", EIGHT.repeat(3)),
                        both(append("f", "S\n"), commit("-m", "same"), file("l", "l\n")),
                        both(file("f", "0\n" + EIGHT.repeat(3)), commit("-m", "first"), append("f", "S\n"))),
                clean(
                        "a binary that upstream changed alike and further",
                        both(binary("b", 0), file("f", EIGHT)),
                        both(binary("b", 1), commit("-m", "same"), file("l", "l\n")),
                        both(binary("b", 1), commit("-m", "same"), binary("b", 2))),
                clean(
                        "a mode that upstream changed too",
                        file("f", EIGHT),
                        both(executable("f"), commit("-m", "same"), file("l", "l\n")),
                        both(executable("f"), commit("-m", "same"), REMOTE)),
                clean(
                        "a text and its mode, where upstream has the text",
                        file("f", EIGHT),
                        both(edit("f", "2", "X"), executable("f"), commit("-m", "both"), file("l", "l\n")),
                        edit("f", "2", "X")),
                clean(
                        "a text, where upstream has it and its mode",
                        file("f", EIGHT),
                        both(edit("f", "2", "X"), commit("-m", "text"), file("l", "l\n")),
                        both(edit("f", "2", "X"), executable("f"))),
                clean(
                        "everything is upstream",
                        file("f", EIGHT),
                        both(file("s", "s\n"), commit("-m", "same")),
                        both(REMOTE, commit("-m", "other"), file("s", "s\n"), commit("-m", "the same"))),
                clean("only empty commits", file("f", EIGHT), both(commit("-m", "one"), commit("-m", "two")), REMOTE),
                clean(
                        "upstream took two as one",
                        file("f", EIGHT),
                        both(file("a", "a\n"), commit("-m", "a"), file("b", "b\n"), commit("-m", "b")),
                        both(file("a", "a\n"), file("b", "b\n"))),
                clean(
                        "a change of a long text that upstream made further down",
                        file("f", EIGHT + EIGHT),
                        both(edit("f", "8", "X"), commit("-m", "same"), file("l", "l\n")),
                        both(file("f", "new\n" + EIGHT + EIGHT), commit("-m", "above"), edit("f", "8", "X"))),
                clean(
                        "a change of a binary by its attribute that upstream made and took back",
                        both(file("x.dat", FORTY), file(".gitattributes", "*.dat -diff\n")),
                        edit("x.dat", "05", "X"),
                        takenBack()),
                clean(
                        "the same where local alone has the attribute",
                        file("x.dat", FORTY),
                        both(
                                file(".gitattributes", "*.dat -diff\n"),
                                commit("-m", "attribute"),
                                edit("x.dat", "05", "X")),
                        takenBack()),
                clean(
                        "the same where the remote alone has the attribute, which does not count",
                        file("x.dat", FORTY),
                        both(edit("x.dat", "05", "X"), commit("-m", "same"), file("l", "l\n")),
                        both(file(".gitattributes", "*.dat -diff\n"), takenBack())),
                clean(
                        "the same by a driver of the settings",
                        both(
                                file("x.dat", FORTY),
                                file(".gitattributes", "*.dat diff=blob\n"),
                                config("diff.blob.binary", "true")),
                        edit("x.dat", "05", "X"),
                        takenBack()),
                clean(
                        "settings of diff that do not count",
                        both(
                                file("x.dat", FORTY),
                                config("diff.algorithm", "patience"),
                                config("diff.context", "40"),
                                config("diff.interHunkContext", "40"),
                                config("diff.noPrefix", "true"),
                                config("diff.relative", "true"),
                                config("diff.ignoreSubmodules", "all"),
                                config("diff.external", "false")),
                        both(edit("x.dat", "05", "X"), commit("-m", "same"), file("l", "l\n")),
                        takenBack()),
                careful(
                        "a file that upstream has under a name with a space",
                        file("f", EIGHT),
                        both(file("a b", "x\n"), commit("-m", "a b"), file("l", "l\n")),
                        file("ab", "x\n")),
                careful(
                        "a link whose target has a space that upstream's has not",
                        file("f", EIGHT),
                        both(link("l", "a b"), commit("-m", "link"), file("m", "m\n")),
                        link("l", "ab")),
                careful(
                        "a deleted line that reads like a line that upstream replaced",
                        file("f", "X+Y\n"),
                        both(file("f", ""), commit("-m", "deleted"), file("l", "l\n")),
                        both(file("f", "X\n"), commit("-m", "another line"), file("f", "Y\n"))),
                careful(
                        "a change of spaces only that upstream made otherwise",
                        file("f", "a b\n"),
                        both(file("f", "a  b\n"), commit("-m", "spaces"), file("l", "l\n")),
                        both(file("f", "a\tb\n"))));
    }

    // The remote makes the change of local's, after another one, and takes it back: who leaves local's out, loses it.
    private static Consumer<NativeGit> takenBack() {
        return both(
                edit("x.dat", "35", "Y"),
                commit("-m", "elsewhere"),
                edit("x.dat", "05", "X"),
                commit("-m", "the same"),
                edit("x.dat", "X", "05"));
    }

    private static List<Scenario> merges() {
        return List.of(
                clean(
                        "a merge of the remote's older commit",
                        file("f", EIGHT),
                        git -> {
                            git.run("checkout", "-q", "-b", "older", "main");
                            git.commit("o", "o\n");
                            git.run("checkout", "-q", "local");
                            git.commit("l", "l\n");
                            git.run("merge", "-q", "--no-ff", "-m", "merge", "older");
                            git.commit("m", "m\n");
                        },
                        git -> {
                            git.run("merge", "-q", "--ff-only", "older");
                            git.commit("r", "r\n");
                        }),
                clean(
                        "crossed merges",
                        file("f", EIGHT),
                        git -> {
                            git.commit("l", "l\n");
                            git.run("branch", "one");
                            git.run("checkout", "-q", "-b", "two", "main");
                            git.commit("r", "r\n");
                            git.run("checkout", "-q", "local");
                            git.run("merge", "-q", "--no-ff", "-m", "two into one", "two");
                            edit("f", "2", "L").accept(git);
                            git.commitAll("after");
                        },
                        git -> {
                            git.run("merge", "-q", "--ff-only", "two");
                            git.run("merge", "-q", "--no-ff", "-m", "one into two", "one");
                            edit("f", "7", "R").accept(git);
                        }),
                clean(
                        "a merge of three",
                        file("f", EIGHT),
                        git -> {
                            for (String side : List.of("a", "b")) {
                                git.run("checkout", "-q", "-b", side, "main");
                                git.commit(side, side + "\n");
                            }
                            git.run("checkout", "-q", "local");
                            git.commit("l", "l\n");
                            git.run("merge", "-q", "--no-ff", "-m", "octopus", "a", "b");
                        },
                        REMOTE),
                clean(
                        "two merges, each of one text that both lines changed",
                        file("f", EIGHT),
                        git -> {
                            mergeEdits(git, "one", "1", "8");
                            mergeEdits(git, "two", "3", "6");
                        },
                        file("r", "r\n")),
                clean(
                        "a merge with a change of its own, and a merge of it",
                        file("f", EIGHT),
                        git -> {
                            mergeEdits(git, "one", "1", "8");
                            edit("f", "4", "E").accept(git);
                            git.run("commit", "-q", "-a", "--amend", "-m", "with a change");
                            mergeEdits(git, "two", "2", "6");
                        },
                        file("r", "r\n")),
                clean(
                        "a history of its own that was merged",
                        file("f", EIGHT),
                        git -> {
                            git.run("checkout", "-q", "--orphan", "other");
                            git.run("rm", "-rfq", ".");
                            git.commit("o", "o\n");
                            git.commit("p", "p\n");
                            git.run("checkout", "-q", "local");
                            git.run("merge", "-q", "--allow-unrelated-histories", "-m", "join", "other");
                            git.commit("l", "l\n");
                        },
                        REMOTE),
                clean(
                        "commits in the wrong order of time",
                        file("f", EIGHT),
                        git -> {
                            git.run("branch", "side");
                            git.write("l", "l\n");
                            commit("-m", "later", "--date", "@1900000000").accept(git);
                            git.run("checkout", "-q", "side");
                            git.write("s", "s\n");
                            commit("-m", "earlier", "--date", "@1000000000").accept(git);
                            git.run("checkout", "-q", "local");
                            git.run("merge", "-q", "--no-ff", "-m", "merge", "side");
                        },
                        REMOTE));
    }

    /** One line of a text changes on a side branch and another one here, and both are merged. */
    private static void mergeEdits(NativeGit git, String side, String there, String here) {
        git.run("checkout", "-q", "-b", side);
        edit("f", there, side).accept(git);
        git.commitAll("there");
        git.run("checkout", "-q", "local");
        edit("f", here, side).accept(git);
        git.commitAll("here");
        git.run("merge", "-q", "--no-ff", "-m", "merge", side);
    }

    private static List<Scenario> attributes() {
        Consumer<NativeGit> log = file("a.log", "1\n");
        return List.of(
                clean(
                        "union of a directory, taken back below",
                        both(
                                file(".gitattributes", "logs/** merge=union\n"),
                                file("logs/deep/.gitattributes", "* !merge\n"),
                                file("logs/a", "1\n"),
                                file("logs/deep/a", EIGHT)),
                        both(append("logs/a", "L\n"), edit("logs/deep/a", "1", "L")),
                        both(append("logs/a", "R\n"), edit("logs/deep/a", "8", "R"))),
                clean(
                        "union in info/attributes",
                        both(log, gitFile("info/attributes", "*.log merge=union\n")),
                        append("a.log", "L\n"),
                        append("a.log", "R\n")),
                conflict(
                        "info/attributes wins over the commits'",
                        both(
                                log,
                                file(".gitattributes", "*.log merge=union\n"),
                                gitFile("info/attributes", "*.log -merge\n")),
                        append("a.log", "L\n"),
                        append("a.log", "R\n")),
                clean(
                        "merge.default",
                        both(log, config("merge.default", "union")),
                        append("a.log", "L\n"),
                        append("a.log", "R\n")),
                clean(
                        "a macro",
                        both(log, file(".gitattributes", "[attr]both merge=union\n*.log both\n")),
                        append("a.log", "L\n"),
                        append("a.log", "R\n")),
                clean(
                        "attributes that came with the remote",
                        log,
                        append("a.log", "L\n"),
                        both(append("a.log", "R\n"), file(".gitattributes", "*.log merge=union\n"))),
                conflict(
                        "attributes that go with the replayed commit",
                        log,
                        both(append("a.log", "L\n"), file(".gitattributes", "*.log merge=union\n")),
                        append("a.log", "R\n")),
                clean(
                        "text=auto changes no replayed line",
                        both(file(".gitattributes", "* text=auto\n"), file("f", EIGHT)),
                        edit("f", "2", "L"),
                        edit("f", "7", "R")),
                clean(
                        "line ends of another system on both sides",
                        file("f", EIGHT.replace("\n", "\r\n")),
                        file("f", EIGHT.replace("2\n", "L\n").replace("\n", "\r\n")),
                        file("f", EIGHT.replace("7\n", "R\n").replace("\n", "\r\n"))),
                conflict(
                        "other line ends there, an edit here",
                        file("f", EIGHT),
                        edit("f", "2", "L"),
                        file("f", EIGHT.replace("\n", "\r\n"))),
                clean(
                        "merge.renormalize",
                        both(file("f", EIGHT), config("merge.renormalize", "true")),
                        edit("f", "2", "L"),
                        edit("f", "7", "R")));
    }

    private static List<Scenario> kinds() {
        return List.of(
                clean(
                        "names that are no UTF-8",
                        writeUndecodableName("main", EIGHT),
                        writeUndecodableName("local", EIGHT.replace("2", "L")),
                        writeUndecodableName("remote", EIGHT.replace("7", "R"))),
                clean(
                        "names that differ in case",
                        both(file("F", EIGHT), file("f", EIGHT)),
                        edit("F", "2", "L"),
                        edit("f", "2", "R")),
                conflict("a link here, a directory there", file("f", EIGHT), link("x", "f"), file("x/y", "R\n")),
                clean(
                        "a file becomes a directory here, another is edited there",
                        both(file("x", "x\n"), file("f", EIGHT)),
                        both(remove("x"), file("x/y", "L\n")),
                        REMOTE),
                clean(
                        "a directory becomes a file here, another is edited there",
                        both(file("x/y", "x\n"), file("f", EIGHT)),
                        both(remove("x/y"), file("x", "L\n")),
                        REMOTE),
                conflict(
                        "a file becomes a directory here, is edited there",
                        file("x", EIGHT),
                        both(remove("x"), file("x/y", "L\n")),
                        edit("x", "2", "R")),
                clean(
                        "a file moves into a directory of its name here, is edited there",
                        file("x", EIGHT),
                        both(move("x", "y"), move("y", "x/x")),
                        edit("x", "2", "R")),
                conflict(
                        "a mode changed two ways",
                        file("f", EIGHT),
                        executable("f"),
                        both(remove("f"), link("f", "x"))),
                clean(
                        "the same mode on both sides, edits apart",
                        file("f", EIGHT),
                        both(executable("f"), edit("f", "2", "L")),
                        both(executable("f"), edit("f", "7", "R"))),
                conflict(
                        "two new files alike but for the mode",
                        file("f", EIGHT),
                        both(file("n", "S\n"), executable("n")),
                        file("n", "S\n")),
                clean(
                        "a submodule changed alike",
                        module("m", '1'),
                        both(module("m", '2'), file("l", "l\n")),
                        module("m", '2')),
                conflict("a submodule here, a file there", file("f", EIGHT), module("m", '1'), file("m", "R\n")),
                conflict(
                        "a submodule removed here, changed there",
                        module("m", '1'),
                        run("rm", "-q", "--cached", "m"),
                        module("m", '2')));
    }

    /** A file in a directory whose name is no UTF-8, committed: no command line can name it. */
    private static Consumer<NativeGit> writeUndecodableName(String branch, String content) {
        return git -> {
            String ref = "refs/heads/" + branch;
            new RebaseOracle(git)
                    .load("commit " + ref + "\ncommitter C <c@example.org> 1700000000 +0000\ndata 1\nb\n"
                            + (git.has(ref) ? "from " + ref + "^0\n" : "")
                            + "M 100644 inline \"d\\377\\303/f\"\ndata " + content.length() + "\n" + content + "\n");
            git.run("reset", "-q", "--hard");
        };
    }
}
