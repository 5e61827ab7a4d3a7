package dev.reconciler.git;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.jgit.lib.ObjectId;

/** The reference: native git in one repository, with an environment of its own and a clock that only moves forward. */
public final class NativeGit {
    /** {@code -Dgit=/path/to/git} chooses another version than the one that is installed. */
    private static final String GIT = System.getProperty("git", "git");

    private static final Map<String, String> ENVIRONMENT = Map.ofEntries(
            Map.entry("GIT_CONFIG_NOSYSTEM", "1"),
            Map.entry("GIT_CONFIG_GLOBAL", "/dev/null"),
            Map.entry("GIT_TERMINAL_PROMPT", "0"),
            Map.entry("GIT_AUTHOR_NAME", "Ann Author"),
            Map.entry("GIT_AUTHOR_EMAIL", "ann@example.org"),
            Map.entry("GIT_COMMITTER_NAME", "Carl Committer"),
            Map.entry("GIT_COMMITTER_EMAIL", "carl@example.org"),
            Map.entry("LC_ALL", "C.UTF-8"));

    private final Path directory;
    private long clock = 1_700_000_000L;

    private NativeGit(Path directory) {
        this.directory = directory;
    }

    /** Git in a directory that exists. */
    public static NativeGit in(Path directory) {
        return new NativeGit(directory);
    }

    /** A new bare repository with branch main unborn. */
    public static NativeGit initBare(Path directory) {
        return init(directory, "--bare");
    }

    /** A new repository with a work tree and branch main unborn. */
    public static NativeGit init(Path directory, String... options) {
        try {
            Files.createDirectories(directory);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        NativeGit git = new NativeGit(directory);
        List<String> command = new ArrayList<>(List.of("init", "-q", "-b", "main"));
        command.addAll(List.of(options));
        git.run(command.toArray(String[]::new));
        return git;
    }

    /** A clone of a repository. */
    public static NativeGit clone(String url, Path target, String... options) {
        List<String> command = new ArrayList<>(List.of("clone", "-q"));
        command.addAll(List.of(options));
        command.addAll(List.of(url, target.toString()));
        new NativeGit(target.getParent()).run(command.toArray(String[]::new));
        return new NativeGit(target);
    }

    /** Where this git runs. */
    public Path directory() {
        return directory;
    }

    /** Runs git; fails the test where git fails. Answers standard output without the last line's end. */
    public String run(String... arguments) {
        Result result = attempt(arguments);
        if (result.status() != 0) {
            throw new AssertionError("git " + String.join(" ", arguments) + " in " + directory + " ended "
                    + result.status() + ": " + result.output());
        }
        return result.output();
    }

    /** Runs git and answers what it said and how it ended; both streams together. */
    public Result attempt(String... arguments) {
        List<String> command = new ArrayList<>(List.of(GIT));
        command.addAll(List.of(arguments));
        try {
            ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
            builder.environment().keySet().removeIf(name -> name.startsWith("GIT_"));
            builder.environment().putAll(environment());
            builder.redirectErrorStream(true)
                    .redirectInput(
                            ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
            Process process = builder.start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Result(process.waitFor(), output.stripTrailing());
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new AssertionError(stopped);
        }
    }

    private Map<String, String> environment() {
        Map<String, String> environment = new HashMap<>(ENVIRONMENT);
        clock += 60;
        environment.put("GIT_AUTHOR_DATE", clock + " +0100");
        environment.put("GIT_COMMITTER_DATE", clock + " +0100");
        return environment;
    }

    /** Writes a file in the work tree. */
    public NativeGit write(String path, String content) {
        try {
            Path file = directory.resolve(path);
            Files.createDirectories(file.getParent());
            Files.writeString(file, content);
            return this;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** Writes a file in the work tree and commits everything. Answers the commit. */
    public ObjectId commit(String path, String content) {
        write(path, content);
        return commitAll("change " + path);
    }

    /** Commits everything in the work tree, even nothing. Answers the commit. */
    public ObjectId commitAll(String message) {
        run("add", "-A");
        run("commit", "-q", "--allow-empty", "-m", message);
        return id("HEAD");
    }

    /** The commit that a revision names. */
    public ObjectId id(String revision) {
        return ObjectId.fromString(run("rev-parse", "--verify", revision + "^{}"));
    }

    /** Whether a revision exists. */
    public boolean has(String revision) {
        return attempt("rev-parse", "--verify", "-q", revision).status() == 0;
    }

    /** Every ref with its commit, one a line. */
    public String refs() {
        return run("for-each-ref", "--format=%(refname) %(objectname)");
    }

    /** Fails the test unless the repository is whole. */
    public void fsck() {
        Result result = attempt("fsck", "--strict", "--no-dangling", "--no-progress");
        if (result.status() != 0) {
            throw new AssertionError("git fsck in " + directory + ": " + result.output());
        }
    }

    /** How a git command ended. */
    public record Result(int status, String output) {}
}
