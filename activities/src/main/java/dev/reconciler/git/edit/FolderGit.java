package dev.reconciler.git.edit;

import dev.reconciler.git.error.RefusedException;
import dev.reconciler.git.settings.InheritedEnvironment;
import dev.reconciler.git.settings.InstalledGit;
import dev.reconciler.model.ErrorType;
import dev.reconciler.thread.ChildProgram;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The git of this host, run in one folder with the settings of the person who runs this program. It asks nobody anything
 * and opens no editor.
 *
 * @param variables added to the environment
 */
record FolderGit(Path program, Path folder, Map<String, String> variables) {
    private static final Map<String, String> ASKS_NOBODY =
            Map.of("GIT_TERMINAL_PROMPT", "0", "GIT_EDITOR", "true", "GIT_SEQUENCE_EDITOR", "true");

    /** @throws RefusedException of type Unsupported if there is no git on the path */
    static FolderGit in(Path folder, Map<String, String> variables) {
        Path program = InstalledGit.find(System.getenv())
                .orElseThrow(() -> new RefusedException(
                        ErrorType.UNSUPPORTED,
                        "a conflict is edited with git, and no folder of PATH has it; install git on this host"));
        return new FolderGit(program, folder, Map.copyOf(variables));
    }

    /**
     * Runs a command that has to succeed.
     *
     * @return its output without white space at the end
     * @throws RefusedException of type Unsupported, with git's words, if it does not
     */
    String run(String... arguments) throws IOException {
        return feed("", arguments);
    }

    /** As {@link #run}, with an input of no more than a pipe holds. */
    String feed(String input, String... arguments) throws IOException {
        GitEnd end = attempt(input, arguments);
        if (end.status() != 0) {
            throw newError(end, arguments);
        }
        return end.output().stripTrailing();
    }

    static RefusedException newError(GitEnd end, String... arguments) {
        return new RefusedException(
                ErrorType.UNSUPPORTED,
                "git " + String.join(" ", arguments) + " ended with " + end.status() + ": "
                        + end.complaint().strip());
    }

    /** Runs a command, and answers how it ended. */
    GitEnd attempt(String... arguments) throws IOException {
        return attempt("", arguments);
    }

    private GitEnd attempt(String input, String[] arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(program.toString());
        command.addAll(List.of(arguments));
        ProcessBuilder builder =
                InheritedEnvironment.newChild(command.toArray(String[]::new)).directory(folder.toFile());
        builder.environment().putAll(ASKS_NOBODY);
        builder.environment().putAll(variables);
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        ByteArrayOutputStream complaint = new ByteArrayOutputStream();
        try {
            int status =
                    ChildProgram.start(builder).converse(input.getBytes(StandardCharsets.UTF_8), output, complaint);
            return new GitEnd(
                    status, output.toString(StandardCharsets.UTF_8), complaint.toString(StandardCharsets.UTF_8));
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("git was interrupted");
        }
    }

    /**
     * How a command ended.
     *
     * @param output the first MiB of it
     */
    record GitEnd(int status, String output, String complaint) {}
}
