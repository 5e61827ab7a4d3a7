package dev.reconciler.git.settings;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** What native git reads, with no other variables of git's than those that a test gives. */
final class SettingsOracle {
    private SettingsOracle() {}

    /** Every value of a key; empty where git has none, or refuses to read. */
    static List<String> valuesOf(String key, Path directory, Map<String, String> environment) {
        Answer answer = run(directory, environment, "config", "-z", "--get-all", key);
        return answer.status() == 0 ? split(answer.output()) : List.of();
    }

    /** All settings of a file, each as {@code key}, or {@code key}, a line's end and its value. */
    static Answer list(Path file) {
        return run(
                Path.of("/"),
                Map.of("GIT_CONFIG_NOSYSTEM", "1"),
                "config",
                "-z",
                "--list",
                "--no-includes",
                "--file",
                file.toString());
    }

    static List<String> split(String output) {
        return output.isEmpty()
                ? List.of()
                : Arrays.asList(output.substring(0, output.length() - 1).split("\0", -1));
    }

    static Answer run(Path directory, Map<String, String> environment, String... arguments) {
        List<String> command = new ArrayList<>(List.of(System.getProperty("git", "git")));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment()
                .keySet()
                .removeIf(name -> name.startsWith("GIT_") || name.startsWith("XDG_") || name.equals("HOME"));
        builder.environment().put("LC_ALL", "C.UTF-8");
        builder.environment().putAll(environment);
        try {
            Process process = builder.start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Answer(process.waitFor(), output);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new AssertionError(stopped);
        }
    }

    /** How git ended, and what it said on standard output. */
    record Answer(int status, String output) {}
}
