package dev.reconciler.worker.cli;

import dev.reconciler.worker.config.ConfigurationReader;
import dev.reconciler.worker.operation.Reconciliation;
import java.util.function.Supplier;
import picocli.CommandLine.Command;

@Command(
        name = "once",
        description = "Reconciles the configured repositories once, on the Temporal service inside this process.")
final class OnceCommand extends RunCommand {
    OnceCommand(ConfigurationReader reader, Supplier<Reconciliation> reconciliation) {
        super(reader, reconciliation, false);
    }
}
