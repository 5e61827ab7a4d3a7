package dev.reconciler.git.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.reconciler.git.fixture.NativeGit;
import dev.reconciler.git.replay.RebaseOracle.Verdict;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/**
 * A named divergence: what ours makes of it, and that {@code git rebase} makes the same of all that are clean here.
 *
 * @param base what is committed before the sides go apart, and so on
 * @param ours what is expected of ours; {@code CAREFUL} is a conflict that git does not have, {@code NEWER} one that
 *     only newer versions of it have, and {@code NEWER_CLEAN} what is a conflict for older versions of it
 */
record Scenario(
        String name, Consumer<NativeGit> base, Consumer<NativeGit> local, Consumer<NativeGit> remote, Expected ours) {
    static final String EIGHT = "1\n2\n3\n4\n5\n6\n7\n8\n";

    enum Expected {
        CLEAN,
        CONFLICT,
        CAREFUL,
        NEWER,
        NEWER_CLEAN
    }

    static Stream<DynamicTest> tests(Path root, List<Scenario> scenarios) {
        return scenarios.stream().map(each -> dynamicTest(each.name(), () -> each.check(root)));
    }

    private void check(Path root) {
        NativeGit git = NativeGit.init(root.resolve(name.replaceAll("\\W+", "-")));
        base.accept(git);
        git.commitAll("base");
        git.run("checkout", "-q", "-b", "local");
        local.accept(git);
        git.run("checkout", "-q", "-f", "-b", "remote", "main");
        remote.accept(git);
        // Attributes of local say what a patch is, as it is checked out when a person starts the rebase.
        git.run("checkout", "-q", "-f", "local");
        Verdict verdict = new RebaseOracle(git).compare("local", "remote");
        boolean isExpected = ours == Expected.CLEAN || ours == Expected.NEWER_CLEAN;
        assertThat(verdict.ours().isPresent()).as(verdict.toString()).isEqualTo(isExpected);
        if (ours != Expected.NEWER_CLEAN || NativeGit.isAtLeast(2, 54)) {
            assertThat(verdict.isSafe()).as(verdict.toString()).isTrue();
        }
        if (ours != Expected.NEWER) {
            assertThat(verdict.isNeedlessConflict()).as(verdict.toString()).isEqualTo(ours == Expected.CAREFUL);
        }
    }

    static Scenario clean(
            String name, Consumer<NativeGit> base, Consumer<NativeGit> local, Consumer<NativeGit> remote) {
        return new Scenario(name, base, committed(local), committed(remote), Expected.CLEAN);
    }

    static Scenario conflict(
            String name, Consumer<NativeGit> base, Consumer<NativeGit> local, Consumer<NativeGit> remote) {
        return new Scenario(name, base, committed(local), committed(remote), Expected.CONFLICT);
    }

    static Scenario careful(
            String name, Consumer<NativeGit> base, Consumer<NativeGit> local, Consumer<NativeGit> remote) {
        return new Scenario(name, base, committed(local), committed(remote), Expected.CAREFUL);
    }

    static Scenario newer(
            String name, Consumer<NativeGit> base, Consumer<NativeGit> local, Consumer<NativeGit> remote) {
        return new Scenario(name, base, committed(local), committed(remote), Expected.NEWER);
    }

    /** The answer of git 2.54, which is clean where older versions of git have a conflict. */
    static Scenario newerClean(
            String name, Consumer<NativeGit> base, Consumer<NativeGit> local, Consumer<NativeGit> remote) {
        return new Scenario(name, base, committed(local), committed(remote), Expected.NEWER_CLEAN);
    }

    static Consumer<NativeGit> config(String key, String value) {
        return git -> git.run("config", key, value);
    }

    /** What a repository has in its git directory. */
    static Consumer<NativeGit> gitFile(String path, String content) {
        return git -> git.write(".git/" + path, content);
    }

    /** A commit of everything, with options of its own. */
    static Consumer<NativeGit> commit(String... options) {
        return git -> {
            git.run("add", "-A");
            List<String> command = new ArrayList<>(List.of("commit", "-q", "--allow-empty", "--allow-empty-message"));
            command.addAll(List.of(options));
            git.run(command.toArray(String[]::new));
        };
    }

    static Consumer<NativeGit> run(String... command) {
        return git -> git.run(command);
    }

    /** Commits whatever an edit has left uncommitted. */
    static Consumer<NativeGit> committed(Consumer<NativeGit> edit) {
        return git -> {
            edit.accept(git);
            if (!git.run("status", "--porcelain").isEmpty()) {
                git.commitAll("change");
            }
        };
    }

    @SafeVarargs
    static Consumer<NativeGit> both(Consumer<NativeGit>... edits) {
        return git -> List.of(edits).forEach(edit -> edit.accept(git));
    }

    static Consumer<NativeGit> file(String path, String content) {
        return git -> git.write(path, content);
    }

    static Consumer<NativeGit> append(String path, String more) {
        return git -> git.write(path, read(git, path) + more);
    }

    static Consumer<NativeGit> edit(String path, String line, String with) {
        return git -> git.write(path, read(git, path).replace(line + "\n", with + "\n"));
    }

    static String read(NativeGit git, String path) {
        try {
            return Files.readString(git.directory().resolve(path));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Consumer<NativeGit> move(String from, String to) {
        return git -> {
            String content = read(git, from);
            remove(from).accept(git);
            git.write(to, content);
        };
    }

    /** Removes a file, and the directories that are empty then. */
    static Consumer<NativeGit> remove(String path) {
        return git -> {
            File file = git.directory().resolve(path).toFile();
            assertThat(file.delete()).as(path).isTrue();
            for (File folder = file.getParentFile(); folder.delete(); ) {
                folder = folder.getParentFile();
            }
        };
    }

    static Consumer<NativeGit> executable(String path) {
        return git -> git.directory().resolve(path).toFile().setExecutable(true);
    }

    static Consumer<NativeGit> link(String path, String target) {
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

    static Consumer<NativeGit> binary(String path, int content) {
        return git -> git.write(path, "\0" + content);
    }

    static Consumer<NativeGit> module(String path, char commit) {
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

    static Consumer<NativeGit> large(String head) {
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
