package dev.reconciler.git.convert;

import dev.reconciler.git.error.DiskErrorException;
import dev.reconciler.git.error.DiskErrors;
import dev.reconciler.git.error.GitException;
import dev.reconciler.git.error.RefusedException;
import dev.reconciler.git.settings.InheritedEnvironment;
import dev.reconciler.model.ErrorType;
import dev.reconciler.thread.ChildProgram;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Runs the programs of filters for one move of a work tree: in its folder, as git does. A program for many files is
 * started once, and ended with this object. One that takes too long is ended with all that it has started.
 */
public final class FilterPrograms implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofMinutes(5);

    private static final String DOT_GIT = ".git";

    private final Path root;
    private final Path gitDir;
    private final Duration limit;
    private final Map<String, FilterProcess> processes = new HashMap<>();

    /** Programs that run in the top folder of a work tree, for the repository with that git directory. */
    public FilterPrograms(Path root, Path gitDir) {
        this(root, gitDir, LIMIT);
    }

    /** @param limit how long a program may take for a content */
    public FilterPrograms(Path root, Path gitDir, Duration limit) {
        this.root = root;
        this.gitDir = gitDir;
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
                throw newFailure(driver, direction, path, "is required and has no program for it", null);
            }
            return filtered;
        } catch (FilterFailedException failed) {
            // As git: a filter that is not required may fail, and the content passes as it is.
            if (driver.isRequired() || failed.isHung) {
                throw newFailure(driver, direction, path, "failed: " + failed.getMessage(), failed);
            }
            return Optional.empty();
        }
    }

    /** Whether a refusal is that of a program that gave no answer in time: nobody knows what it would have made. */
    public static boolean isHung(RefusedException refused) {
        return refused.getCause() instanceof FilterFailedException failed && failed.isHung;
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
            process = FilterProcess.start(newShell(command), limit);
            processes.put(command, process);
        }
        return process;
    }

    private SpooledContent runOnce(String command, String path, ContentSource content) throws IOException {
        SpooledContent filtered = SpooledContent.create();
        try (SpooledContent input = SpooledContent.of(content);
                SpooledContent complaints = SpooledContent.create()) {
            ProcessBuilder shell = newShell(expandPath(command, path))
                    .redirectInput(input.file().toFile())
                    .redirectOutput(filtered.file().toFile())
                    .redirectError(complaints.file().toFile());
            awaitSuccess(ChildProgram.start(shell), complaints);
            filtered.removeName();
            return filtered;
        } catch (IOException | RuntimeException failed) {
            filtered.close();
            throw failed;
        }
    }

    // As git, which names its directory to programs where that is not the .git of the folder: from a folder that
    // core.worktree names, git-lfs would find no repository or another one.
    private ProcessBuilder newShell(String command) {
        ProcessBuilder shell =
                InheritedEnvironment.newChild("sh", "-c", command).directory(root.toFile());
        if (!gitDir.equals(root.resolve(DOT_GIT))) {
            shell.environment().put("GIT_DIR", gitDir.toString());
        }
        return shell;
    }

    private void awaitSuccess(ChildProgram program, SpooledContent complaints) throws IOException {
        if (!program.awaitEnd(limit, "a filter")) {
            throw new FilterFailedException("no answer within " + limit.toSeconds() + " s", true);
        }
        int status = program.process().exitValue();
        if (status != 0) {
            throw new FilterFailedException("status " + status + " " + FilterProcess.head(complaints), false);
        }
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

    private static GitException newFailure(
            FilterDriver driver, Direction direction, String path, String what, @Nullable Throwable cause) {
        String words = path + ": filter." + driver.name() + "."
                + (driver.process() == null ? direction.word() : "process") + " " + what.strip()
                + "; nothing was moved. ";
        Optional<String> ofTheDisk = DiskErrors.adviseByWords(what);
        return ofTheDisk.isPresent()
                ? new DiskErrorException(words + "The disk refuses: " + ofTheDisk.get(), cause)
                : new RefusedException(ErrorType.UNSUPPORTED, words + "Mend the filter, or use a bare clone", cause);
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
