package dev.reconciler.worker.cli.command;

import dev.reconciler.worker.cli.options.CommandContext;
import dev.reconciler.worker.port.Reconciliation;
import java.util.function.Supplier;
import picocli.CommandLine.Command;

/** Reconciles each repository once: a run moves the branch, the work tree or the remote where they differ. */
@Command(
        name = "once",
        description =
                "Reconciles the configured repositories, or the clone in the current folder, once, on the Temporal service"
                        + " inside this process.")
public final class OnceCommand extends ReconciliationCommand {
    public OnceCommand(CommandContext context, Supplier<Reconciliation> reconciliation) {
        super(context, reconciliation, false);
    }
}
