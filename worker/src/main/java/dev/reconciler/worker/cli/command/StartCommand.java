package dev.reconciler.worker.cli.command;

import dev.reconciler.model.Trigger;
import dev.reconciler.worker.cli.options.CommandContext;
import dev.reconciler.worker.cli.options.RepositoryOptions;
import dev.reconciler.worker.cli.output.ResultPrinter;
import dev.reconciler.worker.config.Configuration;
import dev.reconciler.worker.port.HostRepository;
import dev.reconciler.worker.port.ServiceRuns;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

/** Starts runs by the worker of this host or on a Temporal service; a run that is already going makes another pass. */
@Command(
        name = "start",
        description =
                "Starts a run by the worker of this host, or where none runs on the Temporal service; asks a run that is"
                        + " under way for another pass. Prints its workflow ID.")
public final class StartCommand extends ServiceRunCommand {
    @Parameters(arity = "0..*", paramLabel = "REPOSITORY", description = "Repositories of the configuration.")
    private List<String> ids = new ArrayList<>();

    @Option(
            names = "--wait",
            paramLabel = "DURATION",
            description = "Waits that long for the outcome of a pass that began after the request.")
    private @Nullable Duration wait;

    /**
     * Makes the command.
     *
     * @param nearest the runs of this host's worker where one runs, else those of the Temporal service
     */
    public StartCommand(CommandContext context, Function<Configuration, ServiceRuns> nearest) {
        super(context, nearest, Trigger.MANUAL);
    }

    @Override
    List<String> findNamedIds(CommandContext context, CommandLine command, RepositoryOptions options) {
        if (ids.isEmpty() && !options.hasNamedRepository() && !options.isCurrentFolder(context)) {
            throw new ParameterException(command, "no repository (expected: the id of at least one, or --path)");
        }
        return ids;
    }

    @Override
    void startRuns(StartedRuns launch, List<HostRepository> chosen, ResultPrinter printer) {
        List<HostRepository> started = launch.startRuns(chosen, wait != null, (repository, workflowId) -> {
            if (wait == null || !printer.isJson()) {
                printer.printStarted(repository.id(), workflowId);
            }
        });
        if (wait != null) {
            launch.awaitOutcomes(started, wait);
        }
    }
}
