package dev.reconciler.worker.cli.command;

import dev.reconciler.worker.config.reader.ConfigurationReader;
import dev.reconciler.worker.port.Reconciliation;
import java.util.function.Supplier;
import picocli.CommandLine.Command;

@Command(name = "plan", description = "Says what a run would do, without moving a branch, a work tree or the remote.")
public final class PlanCommand extends ReconciliationCommand {
    public PlanCommand(ConfigurationReader reader, Supplier<Reconciliation> reconciliation) {
        super(reader, reconciliation, true);
    }
}
