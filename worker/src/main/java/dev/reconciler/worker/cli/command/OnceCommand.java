package dev.reconciler.worker.cli.command;

import dev.reconciler.worker.config.reader.ConfigurationReader;
import dev.reconciler.worker.port.Reconciliation;
import java.util.function.Supplier;
import picocli.CommandLine.Command;

@Command(
        name = "once",
        description = "Reconciles the configured repositories once, on the Temporal service inside this process.")
public final class OnceCommand extends ReconciliationCommand {
    public OnceCommand(ConfigurationReader reader, Supplier<Reconciliation> reconciliation) {
        super(reader, reconciliation, false);
    }
}
