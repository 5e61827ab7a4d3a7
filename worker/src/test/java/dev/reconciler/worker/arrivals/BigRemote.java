package dev.reconciler.worker.arrivals;

import dev.reconciler.git.fixture.NativeGit;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

/**
 * A remote of some gigabytes that no compression makes smaller, built once and kept, and a clone that has its first commit
 * alone.
 */
final class BigRemote {
    private static final int FILE_BYTES = 1 << 20;
    private static final int FILES_IN_A_COMMIT = 64;

    private final Path folder;
    private final int megabytes;

    /** Builds it, unless that folder has it. */
    BigRemote(Path cache, int megabytes) throws IOException, InterruptedException {
        this.folder = cache.resolve("big-" + megabytes);
        this.megabytes = megabytes;
        Path whole = folder.resolve("whole");
        if (!Files.exists(whole)) {
            Files.createDirectories(folder);
            build();
            Files.createFile(whole);
        }
        moveToStart();
    }

    private void build() throws IOException, InterruptedException {
        SampleFolders.delete(remote());
        NativeGit git = NativeGit.initBare(remote());
        // Nothing gets smaller, so nothing is tried, neither here nor for who fetches it.
        git.run("config", "core.compression", "0");
        git.run("config", "core.bigFileThreshold", "512k");
        git.run("config", "pack.window", "0");
        Process load = new ProcessBuilder("git", "fast-import", "--quiet", "--big-file-threshold=512k")
                .directory(remote().toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (OutputStream out = new BufferedOutputStream(load.getOutputStream(), 1 << 16)) {
            write(out);
        }
        if (load.waitFor() != 0) {
            throw new IOException("git fast-import ended " + load.exitValue());
        }
        git.run("branch", "start", git.run("rev-list", "--max-parents=0", "main"));
        git.run("branch", "end", "main");
        NativeGit.clone(remote().toUri().toString(), template(), "--bare", "--single-branch", "--branch", "start");
        NativeGit.in(template()).run("branch", "-m", "start", "main");
    }

    private void write(OutputStream out) throws IOException {
        Random random = new Random(megabytes);
        byte[] content = new byte[FILE_BYTES];
        writeCommit(out, 0);
        writeFile(out, "readme.txt", "big\n".getBytes(StandardCharsets.UTF_8));
        for (int file = 0; file < megabytes; file++) {
            if (file % FILES_IN_A_COMMIT == 0) {
                writeCommit(out, file + 1);
            }
            random.nextBytes(content);
            writeFile(out, "images/" + file + ".raw", content);
        }
    }

    private static void writeCommit(OutputStream out, int number) throws IOException {
        writeLine(out, "commit refs/heads/main");
        writeLine(out, "committer Ann <ann@example.org> " + (1_700_000_000L + number) + " +0000");
        writeLine(out, "data <<END\nChange " + number + "\nEND");
    }

    private static void writeFile(OutputStream out, String path, byte[] content) throws IOException {
        writeLine(out, "M 100644 inline " + path);
        writeLine(out, "data " + content.length);
        out.write(content);
        writeLine(out, "");
    }

    private static void writeLine(OutputStream out, String line) throws IOException {
        out.write((line + "\n").getBytes(StandardCharsets.UTF_8));
    }

    Path remote() {
        return folder.resolve("remote.git");
    }

    private Path template() {
        return folder.resolve("template.git");
    }

    /** Makes a clone: all but the first commit has to be fetched. */
    void copyClone(Path to) {
        SampleFolders.copy(template(), to);
    }

    void moveToStart() {
        move("start");
    }

    void moveToEnd() {
        move("end");
    }

    private void move(String branch) {
        NativeGit.in(remote()).run("update-ref", "refs/heads/main", "refs/heads/" + branch);
    }
}
