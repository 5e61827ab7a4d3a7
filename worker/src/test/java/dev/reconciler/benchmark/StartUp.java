package dev.reconciler.benchmark;

import dev.reconciler.git.fixture.NativeGit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** {@code once} on one repository that is in sync, as packaged: the process from its start to its end. */
final class StartUp {
    private static final Path PACKAGED = Path.of("target").toAbsolutePath();
    private static final Path JAVA = Path.of(System.getProperty("java.home"), "bin", "java");

    private final Path directory;

    StartUp(Path directory) {
        this.directory = directory;
        if (!Files.exists(PACKAGED.resolve("reconciler.trained"))) {
            throw new IllegalStateException("no archive in " + PACKAGED + ": mvn -q -DskipTests package makes it");
        }
        Path remote = directory.resolve("remote.git");
        NativeGit.initBare(remote);
        NativeGit clone = NativeGit.clone(remote.toString(), directory.resolve("data"));
        clone.commit("a", "1");
        clone.run("push", "-q", "origin", "main");
    }

    Pair pair() {
        return new Pair(
                "once, in sync",
                0,
                () -> run(
                        JAVA.toString(),
                        "-jar",
                        PACKAGED.resolve("reconciler.jar").toString()),
                () -> run(PACKAGED.resolve("reconciler").toString()),
                () -> {});
    }

    private void run(String... program) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(program));
        command.addAll(List.of("once", "--path", "data", "--remote", "remote.git", "--branch", "main"));
        ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        Process process = builder.redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        if (process.waitFor() != 0) {
            throw new IOException(command + " ended " + process.exitValue());
        }
    }
}
