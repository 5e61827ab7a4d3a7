package dev.reconciler.benchmark;

import dev.reconciler.git.fixture.NativeGit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.eclipse.jgit.lib.ObjectId;

/**
 * The repositories that are measured on, built once and kept in a folder.
 *
 * @param root all of them are below it
 */
record BenchmarkRepositories(String size, Path root) {
    private static final List<String> BRANCHES =
            List.of("upstream", "ahead-1", "ahead-1000", "own-1", "own-100", "own-1000", "conflict");

    static BenchmarkRepositories small(Path cache) throws IOException, InterruptedException {
        return built(cache, "small", 10_000, 5_000);
    }

    static BenchmarkRepositories big(Path cache) throws IOException, InterruptedException {
        return built(cache, "big", 200_000, 50_000);
    }

    private static BenchmarkRepositories built(Path cache, String size, int files, int commits)
            throws IOException, InterruptedException {
        BenchmarkRepositories repositories = new BenchmarkRepositories(size, cache.resolve(size));
        Path whole = repositories.root().resolve("whole");
        if (!Files.exists(whole)) {
            Files.createDirectories(repositories.root());
            repositories.build(files, commits);
            Files.createFile(whole);
        }
        return repositories;
    }

    private void build(int files, int commits) throws IOException, InterruptedException {
        Path stream = Files.createTempFile(root, "stream", ".fi");
        SampleHistory.write(stream, files, commits);
        NativeGit source = NativeGit.initBare(source());
        int status = new ProcessBuilder("git", "fast-import", "--quiet", "--force")
                .directory(source().toFile())
                .inheritIO()
                .redirectInput(stream.toFile())
                .start()
                .waitFor();
        if (status != 0) {
            throw new IOException("git fast-import ended " + status);
        }
        Files.delete(stream);
        source.run("gc", "-q");
        remote("remote.git", "main");
        remote("remote-1.git", "ahead-1");
        remote("remote-1000.git", "ahead-1000");
        NativeGit.clone(url(source()), root.resolve("template.git"), "--bare", "--single-branch", "--branch", "main");
        NativeGit.clone(url(source()), root.resolve("bare.git"), "--bare");
        NativeGit work = NativeGit.clone(url(source()), root.resolve("work"));
        for (String branch : BRANCHES) {
            work.run("branch", branch, "origin/" + branch);
        }
    }

    /** A remote whose main is that branch of the source, and which has the source's objects. */
    private void remote(String name, String branch) {
        NativeGit remote = NativeGit.clone(source().toString(), root.resolve(name), "--bare", "--shared");
        remote.run("update-ref", "refs/heads/main", remote.run("rev-parse", branch));
        BRANCHES.forEach(each -> remote.run("update-ref", "-d", "refs/heads/" + each));
        remote.run("config", "http.receivepack", "true");
        remote.run("config", "receive.autogc", "false");
    }

    Path source() {
        return root.resolve("source.git");
    }

    private static String url(Path path) {
        return "file://" + path;
    }

    NativeGit git(String name) {
        NativeGit git = NativeGit.in(root.resolve(name));
        git.run("config", "gc.auto", "0");
        return git;
    }

    /** As if no run, and no command of git's that is measured, had been here yet. */
    void forget(NativeGit git) throws IOException, InterruptedException {
        Path gitDir = git.directory().resolve(".git");
        Path folder = Files.exists(gitDir) ? gitDir : git.directory();
        shell(
                folder,
                "git for-each-ref --format='delete %(refname)' refs/reconciler refs/rewound refs/notes/reconciler | git update-ref --stdin;"
                        + " rm -rf reconciler objects/[0-9a-f][0-9a-f];"
                        + " find objects/pack -name 'pack-*' -newer '" + root.resolve("whole") + "' -delete");
    }

    void copy(String template, Path fresh) throws IOException, InterruptedException {
        shell(root, "rm -rf '" + fresh + "' && cp -al '" + template + "' '" + fresh + "'");
    }

    private static void shell(Path directory, String command) throws IOException, InterruptedException {
        Process shell = new ProcessBuilder("sh", "-c", command)
                .directory(directory.toFile())
                .inheritIO()
                .start();
        if (shell.waitFor() != 0) {
            throw new IOException(command);
        }
    }

    ObjectId id(String branch) {
        return NativeGit.in(source()).id(branch);
    }
}
