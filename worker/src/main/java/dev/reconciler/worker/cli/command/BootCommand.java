package dev.reconciler.worker.cli.command;

import dev.reconciler.model.Trigger;
import dev.reconciler.worker.cli.options.CommandContext;
import dev.reconciler.worker.cli.options.RepositoryOptions;
import dev.reconciler.worker.cli.output.ResultPrinter;
import dev.reconciler.worker.config.Configuration;
import dev.reconciler.worker.port.HostRepository;
import dev.reconciler.worker.port.ServiceRuns;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Starts a run for each repository before an application starts, and waits for the outcomes. */
@Command(
        name = "boot",
        description =
                "Starts a run for each repository of this host on the Temporal service and waits for the outcomes:"
                        + " for an init container, or before an application's own start.")
public final class BootCommand extends ServiceRunCommand {
    @Option(
            names = "--wait",
            paramLabel = "DURATION",
            defaultValue = "60s",
            description = "How long to wait; runs go on after that (default: 60s).")
    private Duration wait = Duration.ofMinutes(1);

    public BootCommand(CommandContext context, Function<Configuration, ServiceRuns> remote) {
        super(context, remote, Trigger.BOOT);
    }

    @Override
    List<String> findNamedIds(CommandContext context, CommandLine command, RepositoryOptions options) {
        return List.of();
    }

    @Override
    void startRuns(StartedRuns launch, List<HostRepository> chosen, ResultPrinter printer) {
        launch.awaitOutcomes(launch.startRuns(chosen, true, (repository, workflowId) -> {}), wait);
    }
}
