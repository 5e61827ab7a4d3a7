package dev.reconciler.worker.cli.conflict;

import dev.reconciler.contract.conflict.ConflictTask;
import dev.reconciler.model.ConflictAction;
import dev.reconciler.model.ErrorType;
import dev.reconciler.model.ReconcileResult;
import dev.reconciler.worker.cli.output.ExitStatus;
import dev.reconciler.worker.cli.output.ResultPrinter;
import dev.reconciler.worker.config.Configuration;
import dev.reconciler.worker.conflict.ConflictCase;
import dev.reconciler.worker.port.HostRepositories;
import dev.reconciler.worker.port.HostRepository;
import dev.reconciler.worker.port.ServiceRuns;
import dev.reconciler.worker.port.TemporalUnavailableException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import picocli.CommandLine;

/**
 * Has a run carry a decision out, waits for its result and prints it.
 *
 * @param nearest the runs of this host's worker where one runs, else those of the Temporal service
 * @param atMost how long to wait for the result
 */
public record DecisionCall(
        Function<Configuration, ServiceRuns> nearest, CommandLine command, Duration atMost, boolean json) {

    /** Answers the exit status. */
    public int decide(Configuration configuration, ConflictCase open, ConflictAction decided) {
        // A worker that does not know the others of the file yet can decide about this one.
        Configuration own = configuration.withRepositories(configuration.repositories().stream()
                .filter(each -> each.id().equals(open.repository()))
                .toList());
        HostRepository host = HostRepositories.of(own).get(0);
        ResultPrinter printer = new ResultPrinter(command.getOut(), json);
        try (ServiceRuns runs = nearest.apply(own)) {
            Map<?, String> elsewhere = runs.findDuplicateIds(List.of(host));
            if (!elsewhere.isEmpty()) {
                String why = elsewhere.values().iterator().next();
                printer.printFailure(ErrorType.CONFIGURATION.wire(), why);
                command.getErr().println(why);
                return ExitStatus.USAGE.code();
            }
            Optional<ReconcileResult> result = await(runs.decide(host, new ConflictTask(open.preserved(), decided)));
            if (result.isEmpty()) {
                command.getErr()
                        .println(open.conflict() + ": " + decided + " is not done yet; the run goes on as "
                                + host.id().workflowId());
                return ExitStatus.UNREACHED.code();
            }
            printer.printResult(result.get());
            return ExitStatus.of(result.get().outcome()).code();
        }
    }

    private Optional<ReconcileResult> await(CompletableFuture<ReconcileResult> decision) {
        try {
            return Optional.of(decision.get(atMost.toMillis(), TimeUnit.MILLISECONDS));
        } catch (TimeoutException late) {
            return Optional.empty();
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        } catch (ExecutionException failed) {
            throw failed.getCause() instanceof TemporalUnavailableException away
                    ? away
                    : new CompletionException(failed.getCause());
        }
    }
}
