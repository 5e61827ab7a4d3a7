package dev.reconciler.worker.cli.command;

import dev.reconciler.model.ReconcileResult;
import dev.reconciler.worker.cli.output.ExitStatus;
import dev.reconciler.worker.cli.output.ResultPrinter;
import dev.reconciler.worker.config.Configuration;
import dev.reconciler.worker.port.Reconciliation;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * One call of the {@link Reconciliation}, which prints each {@link ReconcileResult} as it comes and sums up the exit
 * status.
 */
final class PrintedReconciliation {
    private final ResultPrinter printer;
    private final PrintWriter err;
    // The runs of several repositories may end on several threads.
    private final Set<ReconcileResult> results = ConcurrentHashMap.newKeySet();

    PrintedReconciliation(ResultPrinter printer, PrintWriter err) {
        this.printer = printer;
        this.err = err;
    }

    /** Runs the reconciliation and returns the heaviest exit status of its results. */
    ExitStatus run(Reconciliation reconciliation, Configuration configuration, Duration retryFor, boolean planned) {
        reconciliation.run(configuration, retryFor, planned, this::printResult);
        ExitStatus status = results.stream()
                .map(result -> ExitStatus.of(result.outcome()))
                .reduce(ExitStatus.SETTLED, ExitStatus::and);
        return status.and(printMissingResults(configuration));
    }

    private void printResult(ReconcileResult result) {
        results.add(result);
        printer.printResult(result);
    }

    /** A repository without a result must never look settled: this program would hide its own defect. */
    private ExitStatus printMissingResults(Configuration configuration) {
        ExitStatus status = ExitStatus.SETTLED;
        for (var repository : configuration.repositories()) {
            if (results.stream().noneMatch(result -> result.repository().equals(repository.id()))) {
                err.println(repository.id() + ": ended without a result, which is a defect of this program");
                status = ExitStatus.FAILED;
            }
        }
        return status;
    }
}
