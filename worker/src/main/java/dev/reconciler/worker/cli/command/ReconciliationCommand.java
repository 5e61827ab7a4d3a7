package dev.reconciler.worker.cli.command;

import dev.reconciler.model.ReconcileResult;
import dev.reconciler.model.Trigger;
import dev.reconciler.worker.cli.options.CloneRefusedException;
import dev.reconciler.worker.cli.options.CommandContext;
import dev.reconciler.worker.cli.options.RepositoryOptions;
import dev.reconciler.worker.cli.output.ExitStatus;
import dev.reconciler.worker.cli.output.ResultPrinter;
import dev.reconciler.worker.config.Configuration;
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

/**
 * The common part of {@link OnceCommand} and {@link PlanCommand}, which differ only in whether a run moves anything.
 */
abstract class ReconciliationCommand implements Callable<Integer> {
    private final CommandContext context;
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

    ReconciliationCommand(CommandContext context, Supplier<Reconciliation> reconciliation, boolean planned) {
        this.context = context;
        this.reconciliation = reconciliation;
        this.planned = planned;
    }

    @Override
    public Integer call() {
        CommandLine command = spec.commandLine();
        PrintWriter err = command.getErr();
        ResultPrinter printer = new ResultPrinter(command.getOut(), json);
        try {
            Configuration configuration = repositories.read(context, command);
            return new PrintedReconciliation(printer, err)
                    .run(reconciliation.get(), configuration, retryFor, planned)
                    .code();
        } catch (CloneRefusedException refused) {
            // A script that reads JSON gets a failed result here too, in the place of the run that did not start.
            ReconcileResult failed = refused.newResult(Trigger.MANUAL);
            printer.printResult(planned ? failed.asPlan() : failed);
            return ExitStatus.FAILED.code();
        }
    }
}
