package dev.reconciler.worker.power.disk;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A program of the system, such as {@code mount}. */
public record SystemCommand(List<String> command) {
    public SystemCommand(String... command) {
        this(List.of(command));
    }

    /** Runs it to its end. */
    public Ended run() throws IOException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        return new Ended(process.onExit().join().exitValue(), printed);
    }

    /** @throws IOException if it fails, with what it printed */
    public void runOrFail() throws IOException {
        Ended ended = run();
        if (ended.status() != 0) {
            throw new IOException(String.join(" ", command) + ": " + ended.printed());
        }
    }

    public record Ended(int status, String printed) {}
}
