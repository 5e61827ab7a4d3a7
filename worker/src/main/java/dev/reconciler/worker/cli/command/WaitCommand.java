package dev.reconciler.worker.cli.command;

import dev.reconciler.git.error.DiskErrors;
import dev.reconciler.git.error.GitException;
import dev.reconciler.git.repository.RepositorySettings;
import dev.reconciler.git.standing.CommitState;
import dev.reconciler.json.Json;
import dev.reconciler.model.CommitId;
import dev.reconciler.thread.Sleeper;
import dev.reconciler.worker.cli.options.CommandContext;
import dev.reconciler.worker.cli.options.RepositoryOptions;
import dev.reconciler.worker.cli.output.ExitStatus;
import dev.reconciler.worker.cli.output.ResultPrinter;
import dev.reconciler.worker.config.Configuration;
import dev.reconciler.worker.config.RepositoryConfiguration;
import dev.reconciler.worker.status.CommitStatus;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Waits until a commit is on the remote. The clone says it, so no service is asked. */
@Command(
        name = "wait",
        description = "Waits until a commit of this host, or the one that it was replayed as, is on the remote.",
        footer = {
            "",
            "Exit status: 0 it is, 4 it conflicted and is on a conflict branch or kept in the clone, 3 not yet,",
            "1 no clone of this host held it, 2 for a wrong command line."
        })
public final class WaitCommand implements Callable<Integer> {
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(200);

    /** Of a commit on the branches of several repositories, the first of these counts: it may be pushed yet. */
    private static final List<CommitState> STATES =
            List.of(CommitState.PUSHED, CommitState.UNPUSHED, CommitState.ESCAPED, CommitState.KEPT);

    private final CommandContext context;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli before the command is called
    private CommandSpec spec;

    @Mixin
    private final RepositoryOptions repositories = new RepositoryOptions();

    @Parameters(arity = "1", paramLabel = "COMMIT", description = "The full id of the commit.")
    private String commit = "";

    @Option(
            names = "--wait",
            paramLabel = "DURATION",
            defaultValue = "1m",
            description = "How long to wait (default: 1m).")
    private Duration wait = Duration.ofMinutes(1);

    @Option(
            names = "--json",
            description = "One JSON object a line on standard output, everything else on standard error.")
    private boolean json;

    public WaitCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        CommandLine command = spec.commandLine();
        CommitId wanted = parse(command);
        Configuration configuration = repositories.read(context, command, List.of());
        Optional<CommitStatus> found = await(configuration, wanted);
        if (found.isEmpty()) {
            String message = "no clone of this host held commit " + wanted + " on its branch";
            new ResultPrinter(command.getOut(), json).printFailure("NotFound", message);
            command.getErr().println(message);
            return ExitStatus.FAILED.code();
        }
        command.getOut().println(json ? Json.write(found.get()) : describe(found.get()));
        return switch (found.get().state()) {
            case PUSHED -> ExitStatus.SETTLED.code();
            case ESCAPED, KEPT -> ExitStatus.ESCAPED.code();
            case UNPUSHED -> ExitStatus.UNREACHED.code();
        };
    }

    private CommitId parse(CommandLine command) {
        try {
            return new CommitId(commit);
        } catch (IllegalArgumentException wrong) {
            throw new ParameterException(command, "'" + commit + "' is no commit (expected: a full id of 40 digits)");
        }
    }

    private Optional<CommitStatus> await(Configuration configuration, CommitId wanted) {
        long end = System.nanoTime() + wait.toNanos();
        while (true) {
            Optional<CommitStatus> found = look(configuration, wanted);
            boolean isOver = System.nanoTime() + BETWEEN_LOOKS.toNanos() >= end;
            // A commit that is not known yet may be, once the application has moved its branch.
            if (found.filter(CommitStatus::isSettled).isPresent()
                    || isOver
                    || !Sleeper.OF_THE_THREAD.sleep(BETWEEN_LOOKS)) {
                return found;
            }
        }
    }

    // A clone that can't be read says nothing of a commit that another one has.
    private static Optional<CommitStatus> look(Configuration configuration, CommitId wanted) {
        RuntimeException first = null;
        List<CommitStatus> found = new ArrayList<>();
        for (RepositoryConfiguration repository : configuration.repositories()) {
            try {
                find(repository.settings(configuration.identity()), wanted).ifPresent(found::add);
            } catch (GitException unreadable) {
                first = first == null ? unreadable : first;
            }
        }
        if (found.isEmpty() && first != null) {
            throw first;
        }
        return found.stream().min(Comparator.comparing(status -> STATES.indexOf(status.state())));
    }

    private static Optional<CommitStatus> find(RepositorySettings settings, CommitId wanted) {
        try {
            return CommitStatus.find(settings, wanted);
        } catch (IOException unreadable) {
            throw DiskErrors.sortUnchecked(unreadable);
        }
    }

    private static String describe(CommitStatus status) {
        String where = status.remoteCommit() != null
                ? " as " + status.remoteCommit()
                : status.branch() != null ? " on " + status.branch() : "";
        return status.repository() + "  " + status.state().word() + where + "  since " + status.since();
    }
}
