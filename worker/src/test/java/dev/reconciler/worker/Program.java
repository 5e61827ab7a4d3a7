package dev.reconciler.worker;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The whole program in a process of its own, as its users have it. */
public final class Program {
    private static final Duration PATIENCE = Duration.ofMinutes(4);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path directory;
    private final List<String> java;
    private final Map<String, String> environment = new LinkedHashMap<>();
    private final List<String> options = new ArrayList<>();
    private String mainClass = "dev.reconciler.worker.cli.Main";

    /** @param java the options of the Java virtual machine, its class path among them */
    Program(Path directory, List<String> java) {
        this.directory = directory;
        this.java = java;
    }

    /** The program, with that current directory, where its output goes too. */
    public static Program in(Path directory) {
        return new Program(directory, StartArchive.shared().options());
    }

    /** With a variable of the environment. */
    public Program with(String name, String value) {
        environment.put(name, value);
        return this;
    }

    /** With an option of the Java virtual machine. */
    public Program option(String option) {
        options.add(option);
        return this;
    }

    /** With another main class, which ends in the real one. */
    public Program through(Class<?> main) {
        mainClass = main.getName();
        return this;
    }

    /** How a run ended. */
    public record Finished(int status, String out, String err, Duration took) {
        /** The results by repository. */
        public Map<String, JsonNode> results() {
            Map<String, JsonNode> results = new LinkedHashMap<>();
            out.lines().forEach(line -> {
                JsonNode result = parse(line);
                results.put(result.get("repository").asText(), result);
            });
            return results;
        }

        /** The only result. */
        public JsonNode result() {
            Map<String, JsonNode> results = results();
            if (results.size() != 1) {
                throw new AssertionError("not one result: " + this);
            }
            return results.values().iterator().next();
        }

        private static JsonNode parse(String line) {
            try {
                return JSON.readTree(line);
            } catch (IOException e) {
                throw new AssertionError("not a line of JSON: " + line, e);
            }
        }
    }

    /** Runs a command to its end. */
    public Finished run(String... arguments) {
        Path out = temporary("out");
        Path err = temporary("err");
        long start = System.nanoTime();
        try {
            Process process = builder(arguments)
                    .redirectOutput(out.toFile())
                    .redirectError(err.toFile())
                    .start();
            if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
                throw new AssertionError("still running after " + PATIENCE + ": " + Files.readString(err));
            }
            return new Finished(
                    process.exitValue(),
                    Files.readString(out),
                    Files.readString(err),
                    Duration.ofNanos(System.nanoTime() - start));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /** Starts a command that goes on. */
    public Running start(String... arguments) {
        Path log = temporary("log");
        try {
            Process process = builder(arguments)
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
            return new Running(process, log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Starts a main class that takes orders on its standard input, and answers on its standard output. */
    public Running converse() {
        Path log = temporary("log");
        try {
            return new Running(builder().redirectError(log.toFile()).start(), log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A command that goes on; closed, it is killed. */
    public record Running(Process process, Path log) implements AutoCloseable {
        /** Everything that it printed. */
        public String printed() {
            try {
                return Files.readString(log);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        /** Asks it to stop and waits until it did. */
        public int stop() {
            process.destroy();
            return status();
        }

        /** Waits for its end. */
        public int status() {
            try {
                if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                    throw new AssertionError("still running after " + PATIENCE + ": " + printed());
                }
                return process.exitValue();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new AssertionError(e);
            }
        }

        /** With {@code kill -9}. */
        @Override
        public void close() {
            process.destroyForcibly();
            status();
        }
    }

    private ProcessBuilder builder(String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(java);
        // The program's own, not that of the tests, which is on the same class path.
        command.add("-Dlogback.configurationFile=logback.xml");
        command.addAll(options);
        command.add(mainClass);
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("GIT_") || name.startsWith("TEMPORAL_"));
        builder.environment().putAll(environment);
        return builder;
    }

    private Path temporary(String name) {
        try {
            return Files.createTempFile(directory, "program-", "." + name);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
