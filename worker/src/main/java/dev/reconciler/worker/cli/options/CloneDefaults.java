package dev.reconciler.worker.cli.options;

import dev.reconciler.git.discovery.EnclosingClone;
import dev.reconciler.git.error.DiskErrors;
import dev.reconciler.git.error.RefusedException;
import dev.reconciler.model.BranchName;
import dev.reconciler.model.RepositoryId;
import dev.reconciler.worker.config.Configuration;
import dev.reconciler.worker.config.RepositoryConfiguration;
import dev.reconciler.worker.config.reader.GivenValue;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/**
 * Completes a single repository from its clone, where the command line gives nothing or a path without a remote or
 * branch. The first line on standard error says which values the program took from the {@link EnclosingClone}.
 */
public final class CloneDefaults {
    private final CommandContext context;
    private final CommandLine command;

    public CloneDefaults(CommandContext context, CommandLine command) {
        this.context = context;
        this.command = command;
    }

    /**
     * Makes the configuration of that repository.
     *
     * @param path null: the current folder
     * @param remote null: the clone's {@code origin}
     * @param branch null: the branch that the clone's HEAD is on
     * @throws ParameterException if there is no clone, or the clone does not have the missing value
     * @throws CloneRefusedException if the clone belongs to another user
     * @throws RefusedException if the clone is broken, or its settings can't be used for a run
     */
    public Configuration readConfiguration(@Nullable String path, @Nullable String remote, @Nullable String branch) {
        try {
            EnclosingClone clone = findClone(path);
            // Before any setting is read: the settings of another user's clone could name programs to run.
            checkOwner(clone, branch);
            Path top = clone.path();
            Configuration configuration = context.reader()
                    .ofSingle(
                            new GivenValue(top.toString(), "--path", top),
                            remote == null ? readRemote(clone, top) : GivenValue.ofOption("--remote", remote),
                            branch == null ? readBranch(clone, top) : GivenValue.ofOption("--branch", branch));
            // Only values that passed the checks are printed: a URL with a password ends in an exception above.
            printTakenValues(configuration.repositories().get(0), remote == null, branch == null);
            return configuration;
        } catch (IOException unreadable) {
            throw DiskErrors.sortUnchecked(unreadable);
        }
    }

    private EnclosingClone findClone(@Nullable String path) throws IOException {
        if (path == null) {
            return EnclosingClone.ofCurrentFolder(context.folder(), context.environment())
                    .orElseThrow(
                            () -> newUsageError(
                                    "no " + RepositoryOptions.DEFAULT_FILE + " in this folder, which is in no"
                                            + " clone (expected: one of the two, or --config, or --path, --remote and --branch)"));
        }
        return findCloneAt(path)
                .orElseThrow(
                        () -> newUsageError("--path: no clone is there to say remote and branch (expected: --remote and"
                                + " --branch too; a clone that is missing is made)"));
    }

    private Optional<EnclosingClone> findCloneAt(String path) throws IOException {
        try {
            return EnclosingClone.of(context.folder().resolve(path), context.environment());
        } catch (InvalidPathException strange) {
            return Optional.empty();
        }
    }

    /**
     * Refuses a clone of another user. The exception names the repository by its path and HEAD, without its settings.
     */
    private static void checkOwner(EnclosingClone clone, @Nullable String branch) throws IOException {
        try {
            clone.checkOwner();
        } catch (RefusedException refused) {
            throw nameRefusedClone(clone, branch == null ? clone.branch() : Optional.of(branch), refused);
        }
    }

    private static RuntimeException nameRefusedClone(
            EnclosingClone clone, Optional<String> branch, RefusedException refused) {
        // With HEAD on no branch, or with a path or branch of which no id can be made, there is no repository to name.
        try {
            return branch.isEmpty()
                    ? refused
                    : new CloneRefusedException(
                            RepositoryId.ofPath(clone.folder().toString()), new BranchName(branch.get()), refused);
        } catch (IllegalArgumentException nameless) {
            return refused;
        }
    }

    private static GivenValue readRemote(EnclosingClone clone, Path top) throws IOException {
        return new GivenValue(clone.remote(), "remote.origin.url of the clone " + top, top);
    }

    private GivenValue readBranch(EnclosingClone clone, Path top) throws IOException {
        String name = clone.branch()
                .orElseThrow(() -> newUsageError("HEAD of the clone " + top
                        + " is on no branch (expected: git switch BRANCH there, or --path and --branch)"));
        return new GivenValue(name, "HEAD of the clone " + top, top);
    }

    private void printTakenValues(RepositoryConfiguration repository, boolean hasRemote, boolean hasBranch) {
        List<String> taken = new ArrayList<>();
        if (hasRemote) {
            taken.add("remote " + repository.remote() + " (origin)");
        }
        if (hasBranch) {
            taken.add("branch " + repository.branch() + " (HEAD)");
        }
        command.getErr().println("taken from the clone " + repository.path() + ": " + String.join(", ", taken));
        command.getErr().flush();
    }

    private ParameterException newUsageError(String message) {
        return new ParameterException(command, message);
    }
}
