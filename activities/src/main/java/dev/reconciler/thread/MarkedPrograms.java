package dev.reconciler.thread;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The running programs that have a variable in their environment. Programs inherit it from the one that started them, so
 * they are found also where the program between the two has ended. They are looked for in {@code /proc}, and so on Linux
 * only.
 */
final class MarkedPrograms {
    private static final Path PROCESSES = Path.of("/proc");

    /** Of what follows a program's name in its line of the kernel: state, parent, group, session. */
    private static final int SESSION = 3;

    /** A program that was asked to end gets so long before it is killed. */
    private static final long PATIENCE_MS = 1_000;

    private MarkedPrograms() {}

    static List<ProcessHandle> find(String variable, String value) {
        List<ProcessHandle> found = new ArrayList<>();
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(PROCESSES, "[0-9]*")) {
            for (Path process : processes) {
                if (hasInEnvironment(process, variable + "=" + value)) {
                    ProcessHandle.of(Long.parseLong(process.getFileName().toString()))
                            .ifPresent(found::add);
                }
            }
        } catch (IOException notLinux) {
            return List.of();
        }
        return found;
    }

    private static boolean hasInEnvironment(Path process, String assignment) {
        return readEnvironment(process).contains(assignment);
    }

    /** The value that a variable had when the program was started, a character for each byte; empty if it is not set. */
    static Optional<String> readVariable(ProcessHandle program, String variable) {
        String start = variable + "=";
        return readEnvironment(PROCESSES.resolve(String.valueOf(program.pid()))).stream()
                .filter(assignment -> assignment.startsWith(start))
                .map(assignment -> assignment.substring(start.length()))
                .findFirst();
    }

    private static List<String> readEnvironment(Path process) {
        try {
            String environment = Files.readString(process.resolve("environ"), StandardCharsets.ISO_8859_1);
            return Arrays.asList(environment.split("\0", -1));
        } catch (IOException goneOrOfAnotherUser) {
            return List.of();
        }
    }

    /** Whether a program has made a session of its own, as a daemon does. */
    static boolean leadsSession(ProcessHandle program) {
        try {
            String line = Files.readString(
                    PROCESSES.resolve(String.valueOf(program.pid())).resolve("stat"), StandardCharsets.ISO_8859_1);
            String[] fields = line.substring(line.lastIndexOf(')') + 2).split(" ", -1);
            return fields[SESSION].equals(String.valueOf(program.pid()));
        } catch (IOException gone) {
            return false;
        }
    }

    /** Waits until all of these programs have ended, for a second at most. */
    static void awaitEnds(Collection<ProcessHandle> programs) {
        boolean isInterrupted = Thread.interrupted();
        CompletableFuture<?>[] ends =
                programs.stream().map(ProcessHandle::onExit).toArray(CompletableFuture[]::new);
        try {
            CompletableFuture.allOf(ends).get(PATIENCE_MS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException stopped) {
            isInterrupted = true;
        } catch (TimeoutException | ExecutionException isLeft) {
            // The caller kills those that are left, or has done so.
        }
        if (isInterrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
