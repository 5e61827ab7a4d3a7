package dev.reconciler.worker.cli;

import dev.reconciler.worker.config.ConfigurationReader;
import dev.reconciler.worker.operation.Reconciliation;
import java.util.function.Supplier;
import picocli.CommandLine.Command;

@Command(name = "plan", description = "Says what a run would do, without moving a branch, a work tree or the remote.")
final class PlanCommand extends RunCommand {
    PlanCommand(ConfigurationReader reader, Supplier<Reconciliation> reconciliation) {
        super(reader, reconciliation, true);
    }
}
