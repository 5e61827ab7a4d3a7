package dev.reconciler.git.convert;

import dev.reconciler.git.error.RefusedException;
import dev.reconciler.git.settings.InheritedEnvironment;
import dev.reconciler.model.ErrorType;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Runs the programs of filters for one move of a work tree: in its folder, as git does. A program for many files is
 * started once, and ended with this object. One that takes too long is ended with all that it has started.
 */
public final class FilterPrograms implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofMinutes(5);

    private final Path root;
    private final Duration limit;
    private final Map<String, FilterProcess> processes = new HashMap<>();

    /** Programs that run in the top folder of a work tree. */
    public FilterPrograms(Path root) {
        this(root, LIMIT);
    }

    FilterPrograms(Path root, Duration limit) {
        this.root = root;
        this.limit = limit;
    }

    /**
     * Filters a content.
     *
     * @return empty where the driver has no program for it, or a program failed whose driver does not require it: the
     *     content passes as it is
     * @throws RefusedException of type Unsupported where a required filter has no program or fails, or a program gives
     *     no answer in time
     * @throws InterruptedIOException if the thread is interrupted meanwhile
     */
    Optional<SpooledContent> run(FilterDriver driver, Direction direction, String path, ContentSource content)
            throws IOException {
        try {
            Optional<SpooledContent> filtered = filter(driver, direction, path, content);
            if (filtered.isEmpty() && driver.isRequired()) {
                throw newFailure(driver, direction, path, "is required and has no program for it");
            }
            return filtered;
        } catch (FilterFailedException failed) {
            // As git: a filter that is not required may fail, and the content passes as it is.
            if (driver.isRequired() || failed.isHung) {
                throw newFailure(driver, direction, path, "failed: " + failed.getMessage());
            }
            return Optional.empty();
        }
    }

    // As git's apply_filter: a program for many files goes before the one for a single file, also where it can't do it.
    private Optional<SpooledContent> filter(
            FilterDriver driver, Direction direction, String path, ContentSource content) throws IOException {
        if (driver.process() != null) {
            return processOf(driver.process()).filter(direction, path, content);
        }
        @Nullable String command = direction == Direction.CLEAN ? driver.clean() : driver.smudge();
        return command == null ? Optional.empty() : Optional.of(runOnce(command, path, content));
    }

    private FilterProcess processOf(String command) throws IOException {
        FilterProcess process = processes.get(command);
        if (process == null || !process.isAlive()) {
            process = FilterProcess.start(command, root, limit);
            processes.put(command, process);
        }
        return process;
    }

    private SpooledContent runOnce(String command, String path, ContentSource content) throws IOException {
        SpooledContent filtered = SpooledContent.create();
        try (SpooledContent input = SpooledContent.of(content);
                SpooledContent complaints = SpooledContent.create()) {
            Process process = InheritedEnvironment.newChild("sh", "-c", expandPath(command, path))
                    .directory(root.toFile())
                    .redirectInput(input.file().toFile())
                    .redirectOutput(filtered.file().toFile())
                    .redirectError(complaints.file().toFile())
                    .start();
            awaitSuccess(process, complaints);
            filtered.removeName();
            return filtered;
        } catch (IOException | RuntimeException failed) {
            filtered.close();
            throw failed;
        }
    }

    private void awaitSuccess(Process process, SpooledContent complaints) throws IOException {
        boolean ended = false;
        try {
            ended = process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("a filter was interrupted");
        } finally {
            if (!ended) {
                endAll(process);
            }
        }
        if (!ended) {
            throw new FilterFailedException("no answer within " + limit.toSeconds() + " s", true);
        }
        if (process.exitValue() != 0) {
            throw new FilterFailedException(
                    "status " + process.exitValue() + " " + FilterProcess.head(complaints), false);
        }
    }

    // Those that it has started first: once their parent is gone, nothing tells whose they are.
    static void endAll(Process process) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }

    /** Puts the quoted path in the place of {@code %f}, and a percent sign in that of {@code %%}. */
    static String expandPath(String command, String path) {
        StringBuilder expanded = new StringBuilder();
        for (int i = 0; i < command.length(); i++) {
            char here = command.charAt(i);
            char next = i + 1 < command.length() ? command.charAt(i + 1) : 0;
            if (here == '%' && next == 'f') {
                expanded.append(quote(path));
                i++;
            } else {
                expanded.append(here);
                i += here == '%' && next == '%' ? 1 : 0;
            }
        }
        return expanded.toString();
    }

    // As git's sq_quote_buf: a shell takes the exclamation mark for its history within single quotes too.
    private static String quote(String path) {
        return "'" + path.replace("'", "'\\''").replace("!", "'\\!'") + "'";
    }

    private static RefusedException newFailure(FilterDriver driver, Direction direction, String path, String what) {
        return new RefusedException(
                ErrorType.UNSUPPORTED,
                path + ": filter." + driver.name() + "." + direction.word() + " " + what.strip()
                        + "; nothing was moved. Mend the filter, or use a bare clone");
    }

    @Override
    public void close() {
        processes.values().forEach(FilterProcess::close);
        processes.clear();
    }

    /** Which way a content goes. */
    enum Direction {
        /** From the work tree into a commit. */
        CLEAN,
        /** From a commit into the work tree. */
        SMUDGE;

        /** Git's name, in settings and in the protocol. */
        String word() {
            return this == CLEAN ? "clean" : "smudge";
        }
    }

    /** The program did not filter the content. */
    static final class FilterFailedException extends IOException {
        private static final long serialVersionUID = 1L;

        private final boolean isHung;

        FilterFailedException(String message, boolean isHung) {
            super(message);
            this.isHung = isHung;
        }
    }
}
