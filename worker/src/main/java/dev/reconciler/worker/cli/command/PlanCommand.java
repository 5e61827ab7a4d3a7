package dev.reconciler.worker.cli.command;

import dev.reconciler.worker.cli.options.CommandContext;
import dev.reconciler.worker.port.Reconciliation;
import java.util.function.Supplier;
import picocli.CommandLine.Command;

/** Says what {@link OnceCommand} would do, and moves nothing. */
@Command(name = "plan", description = "Says what a run would do, without moving a branch, a work tree or the remote.")
public final class PlanCommand extends ReconciliationCommand {
    public PlanCommand(CommandContext context, Supplier<Reconciliation> reconciliation) {
        super(context, reconciliation, true);
    }
}
