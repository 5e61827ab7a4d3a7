package dev.reconciler.worker.cli.command;

import dev.reconciler.model.Trigger;
import dev.reconciler.worker.cli.options.CloneRefusedException;
import dev.reconciler.worker.cli.options.CommandContext;
import dev.reconciler.worker.cli.options.RepositoryOptions;
import dev.reconciler.worker.cli.output.ExitStatus;
import dev.reconciler.worker.cli.output.ResultPrinter;
import dev.reconciler.worker.config.Configuration;
import dev.reconciler.worker.port.HostRepositories;
import dev.reconciler.worker.port.HostRepository;
import dev.reconciler.worker.port.ServiceRuns;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The common part of {@link BootCommand} and {@link StartCommand}: runs that a worker does. */
abstract class ServiceRunCommand implements Callable<Integer> {
    private final CommandContext context;
    private final Function<Configuration, ServiceRuns> serviceRuns;
    private final Trigger trigger;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli before the command is called
    private CommandSpec spec;

    @Mixin
    private final RepositoryOptions repositories = new RepositoryOptions();

    @Option(
            names = "--retry-for",
            paramLabel = "DURATION",
            description = "The budget of a run's fetch or push retries (default: retryFor of the configuration, 24h).")
    private @Nullable Duration retryFor;

    @Option(
            names = "--json",
            description = "One JSON object a line on standard output, everything else on standard error.")
    private boolean json;

    ServiceRunCommand(CommandContext context, Function<Configuration, ServiceRuns> serviceRuns, Trigger trigger) {
        this.context = context;
        this.serviceRuns = serviceRuns;
        this.trigger = trigger;
    }

    /** Returns the ids that the person typed besides the options. */
    abstract List<String> findNamedIds(CommandContext context, CommandLine command, RepositoryOptions options);

    /** Starts a run of each chosen repository, and waits for the outcomes where the command is to wait. */
    abstract void startRuns(StartedRuns launch, List<HostRepository> chosen, ResultPrinter printer);

    @Override
    public Integer call() {
        CommandLine command = spec.commandLine();
        ResultPrinter printer = new ResultPrinter(command.getOut(), json);
        try {
            return launchRuns(
                    repositories.read(context, command, findNamedIds(context, command, repositories)), printer);
        } catch (CloneRefusedException refused) {
            // A script that reads JSON gets a failed result here too, in the place of the run that did not start.
            printer.printResult(refused.newResult(trigger));
            return ExitStatus.FAILED.code();
        }
    }

    private int launchRuns(Configuration configuration, ResultPrinter printer) {
        try (ServiceRuns runs = serviceRuns.apply(configuration)) {
            StartedRuns launch = new StartedRuns(runs, trigger, printer);
            startRuns(
                    launch,
                    HostRepositories.of(configuration).stream()
                            .map(this::applyBudget)
                            .toList(),
                    printer);
            return launch.status().code();
        }
    }

    private HostRepository applyBudget(HostRepository repository) {
        return retryFor == null ? repository : repository.withRetryFor(retryFor);
    }
}
