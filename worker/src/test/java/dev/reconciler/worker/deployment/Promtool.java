package dev.reconciler.worker.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;

/** Prometheus' own tool, where it is installed: Debian has it in the package prometheus. */
final class Promtool {
    private Promtool() {}

    /** Runs it, and fails where it fails; the test is skipped where there is none. */
    static void run(Path directory, String... arguments) throws IOException, InterruptedException {
        Assumptions.assumeTrue(isInstalled(), "promtool is not installed");
        File log = directory.resolve("promtool.log").toFile();
        List<String> command = new ArrayList<>(List.of("promtool"));
        command.addAll(List.of(arguments));

        int status = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log)
                .start()
                .waitFor();

        assertThat(status).as(Files.readString(log.toPath())).isZero();
    }

    private static boolean isInstalled() {
        return List.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator)).stream()
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, "promtool")));
    }
}
