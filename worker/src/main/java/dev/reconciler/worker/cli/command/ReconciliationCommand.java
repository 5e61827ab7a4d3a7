package dev.reconciler.worker.cli.command;

import dev.reconciler.worker.cli.output.ResultPrinter;
import dev.reconciler.worker.config.Configuration;
import dev.reconciler.worker.config.reader.ConfigurationReader;
import dev.reconciler.worker.port.Reconciliation;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What {@code once} and {@code plan} have in common: everything but whether anything is moved. */
abstract class ReconciliationCommand implements Callable<Integer> {
    private final ConfigurationReader reader;
    private final Supplier<Reconciliation> reconciliation;
    private final boolean planned;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli before the command is called
    private CommandSpec spec;

    @Mixin
    private final RepositoryOptions repositories = new RepositoryOptions();

    @Option(
            names = "--retry-for",
            paramLabel = "DURATION",
            defaultValue = "1m",
            description = "The budget of a run's fetch or push retries, such as 10s, 5m or PT1H (default: 1m).")
    private Duration retryFor = Duration.ofMinutes(1);

    @Option(
            names = "--json",
            description = "One JSON object a line on standard output, everything else on standard error.")
    private boolean json;

    ReconciliationCommand(ConfigurationReader reader, Supplier<Reconciliation> reconciliation, boolean planned) {
        this.reader = reader;
        this.reconciliation = reconciliation;
        this.planned = planned;
    }

    @Override
    public Integer call() {
        CommandLine command = spec.commandLine();
        PrintWriter err = command.getErr();
        Configuration configuration = repositories.read(reader, command);
        PrintedReconciliation run = new PrintedReconciliation(new ResultPrinter(command.getOut(), json), err);
        return run.of(reconciliation.get(), configuration, retryFor, planned).code();
    }
}
