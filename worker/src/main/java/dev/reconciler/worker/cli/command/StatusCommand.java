package dev.reconciler.worker.cli.command;

import dev.reconciler.worker.cli.options.CommandContext;
import dev.reconciler.worker.cli.options.RepositoryOptions;
import dev.reconciler.worker.cli.output.ExitStatus;
import dev.reconciler.worker.cli.output.StatusPrinter;
import dev.reconciler.worker.config.Configuration;
import dev.reconciler.worker.config.RepositoryConfiguration;
import dev.reconciler.worker.status.EndedRun;
import dev.reconciler.worker.status.RepositoryStatus;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.BiFunction;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints the {@link RepositoryStatus} of each repository. */
@Command(name = "status", description = "Shows the last and the running run of each repository.")
public final class StatusCommand implements Callable<Integer> {
    private final CommandContext context;
    private final BiFunction<Configuration, List<RepositoryConfiguration>, List<RepositoryStatus>> statuses;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli before the command is called
    private CommandSpec spec;

    @Mixin
    private final RepositoryOptions repositories = new RepositoryOptions();

    @Parameters(paramLabel = "REPOSITORY", arity = "0..*", description = "Only these repositories.")
    private List<String> named = new ArrayList<>();

    @Option(
            names = "--json",
            description = "One JSON object a line on standard output, everything else on standard error.")
    private boolean json;

    public StatusCommand(
            CommandContext context,
            BiFunction<Configuration, List<RepositoryConfiguration>, List<RepositoryStatus>> statuses) {
        this.context = context;
        this.statuses = statuses;
    }

    @Override
    public Integer call() {
        CommandLine command = spec.commandLine();
        Configuration chosen = repositories.read(context, command, named);
        List<RepositoryStatus> found = statuses.apply(chosen, repositories.listAll(chosen, context));
        PrintWriter out = command.getOut();
        (json ? StatusPrinter.json(found) : StatusPrinter.formatTable(found)).forEach(line -> out.print(line + "\n"));
        out.flush();
        return found.stream()
                .map(StatusCommand::toExitStatus)
                .reduce(ExitStatus.SETTLED, ExitStatus::and)
                .code();
    }

    // A run at work has no outcome yet, and takes nothing back of the last one.
    private static ExitStatus toExitStatus(RepositoryStatus status) {
        return switch (status.state()) {
            case SETTLED, UNKNOWN -> ExitStatus.SETTLED;
            case RUNNING -> ofLast(status, ExitStatus.SETTLED);
            case ESCAPED -> ExitStatus.ESCAPED;
            case RETRYING -> ExitStatus.UNREACHED;
            case FAILED -> ofLast(status, ExitStatus.FAILED);
        };
    }

    private static ExitStatus ofLast(RepositoryStatus status, ExitStatus none) {
        EndedRun last = status.last();
        return last == null ? none : ExitStatus.of(last.result().outcome());
    }
}
