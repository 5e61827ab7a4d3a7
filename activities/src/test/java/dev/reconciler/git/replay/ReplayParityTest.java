package dev.reconciler.git.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.reconciler.git.NativeGit;
import dev.reconciler.git.replay.RebaseOracle.Verdict;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Named divergences: what ours makes of them, and that {@code git rebase} makes the same of all that are clean here. */
class ReplayParityTest {
    private static final String EIGHT = "1\n2\n3\n4\n5\n6\n7\n8\n";

    @TempDir
    Path root;

    /** What is expected of ours; {@code CAREFUL} is a conflict that git does not have. */
    private enum Expected {
        CLEAN,
        CONFLICT,
        CAREFUL
    }

    private record Case(
            String name,
            Consumer<NativeGit> base,
            Consumer<NativeGit> local,
            Consumer<NativeGit> remote,
            Expected ours) {}

    @TestFactory
    Stream<DynamicTest> replaysAsGitRebaseDoes() {
        return cases().map(each -> dynamicTest(each.name(), () -> {
            NativeGit git = NativeGit.init(root.resolve(each.name().replaceAll("\\W+", "-")));
            each.base().accept(git);
            git.commitAll("base");
            git.run("checkout", "-q", "-b", "local");
            each.local().accept(git);
            git.run("checkout", "-q", "-f", "-b", "remote", "main");
            each.remote().accept(git);
            Verdict verdict = new RebaseOracle(git).compare("local", "remote");
            assertThat(verdict.isSafe()).as(verdict.toString()).isTrue();
            assertThat(verdict.ours().isPresent()).as(verdict.toString()).isEqualTo(each.ours() == Expected.CLEAN);
            assertThat(verdict.isNeedlessConflict()).as(verdict.toString()).isEqualTo(each.ours() == Expected.CAREFUL);
        }));
    }

    private static Stream<Case> cases() {
        return Stream.of(contents(), renames(), kinds(), attributes(), commits())
                .flatMap(List::stream);
    }

    private static List<Case> contents() {
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

    private static List<Case> renames() {
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

    private static List<Case> kinds() {
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
                new Case(
                        "a text of more than 50 MB",
                        large("a"),
                        large("b"),
                        committed(edit("large", "tail", "R")),
                        Expected.CAREFUL));
    }

    private static List<Case> attributes() {
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
                        edit("a.x", "8", "R")),
                new Case(
                        "a driver of its own",
                        both(file(".gitattributes", "*.x merge=mine\n"), file("a.x", EIGHT)),
                        committed(edit("a.x", "1", "L")),
                        committed(edit("a.x", "8", "R")),
                        Expected.CAREFUL));
    }

    private static List<Case> commits() {
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

    private static Case clean(
            String name, Consumer<NativeGit> base, Consumer<NativeGit> local, Consumer<NativeGit> remote) {
        return new Case(name, base, committed(local), committed(remote), Expected.CLEAN);
    }

    private static Case conflict(
            String name, Consumer<NativeGit> base, Consumer<NativeGit> local, Consumer<NativeGit> remote) {
        return new Case(name, base, committed(local), committed(remote), Expected.CONFLICT);
    }

    /** Commits whatever an edit has left uncommitted. */
    private static Consumer<NativeGit> committed(Consumer<NativeGit> edit) {
        return git -> {
            edit.accept(git);
            if (!git.run("status", "--porcelain").isEmpty()) {
                git.commitAll("change");
            }
        };
    }

    @SafeVarargs
    private static Consumer<NativeGit> both(Consumer<NativeGit>... edits) {
        return git -> List.of(edits).forEach(edit -> edit.accept(git));
    }

    private static Consumer<NativeGit> file(String path, String content) {
        return git -> git.write(path, content);
    }

    private static Consumer<NativeGit> append(String path, String more) {
        return git -> git.write(path, read(git, path) + more);
    }

    private static Consumer<NativeGit> edit(String path, String line, String with) {
        return git -> git.write(path, read(git, path).replace(line + "\n", with + "\n"));
    }

    private static String read(NativeGit git, String path) {
        try {
            return Files.readString(git.directory().resolve(path));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Consumer<NativeGit> move(String from, String to) {
        return git -> {
            String content = read(git, from);
            git.run("rm", "-q", "-f", from);
            git.write(to, content);
        };
    }

    private static Consumer<NativeGit> remove(String path) {
        return git -> git.run("rm", "-q", path);
    }

    private static Consumer<NativeGit> executable(String path) {
        return git -> git.directory().resolve(path).toFile().setExecutable(true);
    }

    private static Consumer<NativeGit> link(String path, String target) {
        return git -> {
            try {
                Path link = git.directory().resolve(path);
                Files.deleteIfExists(link);
                Files.createSymbolicLink(link, Path.of(target));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        };
    }

    private static Consumer<NativeGit> binary(String path, int content) {
        return git -> git.write(path, "\0" + content);
    }

    private static Consumer<NativeGit> module(String path, char commit) {
        return git -> {
            git.run(
                    "update-index",
                    "--add",
                    "--cacheinfo",
                    "160000," + String.valueOf(commit).repeat(40) + "," + path);
            git.run("commit", "-q", "-m", "module");
            git.directory().resolve(path).toFile().mkdir();
        };
    }

    private static Consumer<NativeGit> large(String head) {
        return git -> {
            byte[] line = "0123456789012345678901234567890123456789\n".getBytes(StandardCharsets.US_ASCII);
            try (var out = Files.newOutputStream(git.directory().resolve("large"))) {
                out.write((head + "\n").getBytes(StandardCharsets.US_ASCII));
                byte[] block = new byte[line.length * 1000];
                for (int i = 0; i < 1000; i++) {
                    System.arraycopy(line, 0, block, i * line.length, line.length);
                }
                for (int i = 0; i < 1300; i++) {
                    out.write(block);
                }
                out.write("tail\n".getBytes(StandardCharsets.US_ASCII));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            git.commitAll("large " + head);
        };
    }
}
