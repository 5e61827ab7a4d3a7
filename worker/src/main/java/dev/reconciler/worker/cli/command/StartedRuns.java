package dev.reconciler.worker.cli.command;

import dev.reconciler.model.ErrorType;
import dev.reconciler.model.ReconcileResult;
import dev.reconciler.model.RepositoryId;
import dev.reconciler.model.Trigger;
import dev.reconciler.worker.cli.output.ExitStatus;
import dev.reconciler.worker.cli.output.ResultPrinter;
import dev.reconciler.worker.port.HostRepository;
import dev.reconciler.worker.port.ServiceRuns;
import dev.reconciler.worker.port.TemporalUnavailableException;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiConsumer;

/** The {@link ServiceRuns} that a command starts, and the outcomes of those runs that end in time. */
final class StartedRuns {
    private final ServiceRuns runs;
    private final Trigger trigger;
    private final ResultPrinter printer;
    private final Set<RepositoryId> printed = new HashSet<>();
    private ExitStatus status = ExitStatus.SETTLED;

    StartedRuns(ServiceRuns runs, Trigger trigger, ResultPrinter printer) {
        this.runs = runs;
        this.trigger = trigger;
        this.printer = printer;
    }

    /**
     * Starts a run of each repository, or asks the running one for another pass; or leaves that to {@link
     * #awaitOutcomes}, whose request waits for its answer.
     *
     * @param waits whether the outcomes will be waited for
     * @param started takes each repository with its workflow ID
     * @return the repositories of this host alone; a repository that another host has too is a failure, which is printed
     */
    List<HostRepository> startRuns(
            List<HostRepository> repositories, boolean waits, BiConsumer<HostRepository, String> started) {
        Map<RepositoryId, String> conflicts = runs.findDuplicateIds(repositories);
        for (HostRepository repository : repositories) {
            String conflict = conflicts.get(repository.id());
            if (conflict == null) {
                started.accept(
                        repository,
                        waits
                                ? repository.id().workflowId()
                                : runs.request(repository, trigger).workflowId());
            } else {
                printer.printResult(ReconcileResult.failedUnseen(
                        repository.id(), repository.branch(), trigger, ErrorType.CONFIGURATION, conflict));
                status = status.and(ExitStatus.USAGE);
            }
        }
        return repositories.stream()
                .filter(repository -> !conflicts.containsKey(repository.id()))
                .toList();
    }

    /**
     * Requests a pass of each, and prints each outcome as it comes. Where a run has none when the time is over, prints its phase; the
     * run itself goes on.
     *
     * @param atMost for all runs together
     */
    void awaitOutcomes(List<HostRepository> repositories, Duration atMost) {
        Map<HostRepository, CompletableFuture<Void>> outcomes = new LinkedHashMap<>();
        for (HostRepository repository : repositories) {
            outcomes.put(
                    repository,
                    runs.awaitPass(repository, trigger).thenAccept(result -> printOutcome(repository, result)));
        }
        // Every outcome is asked for before the first wait, so that each is printed as it comes; one deadline holds for
        // all.
        long deadline = System.nanoTime() + atMost.toNanos();
        outcomes.forEach((repository, outcome) -> {
            if (!awaitOutcome(outcome, deadline - System.nanoTime())) {
                printPhase(repository);
            }
        });
    }

    // Each run has one line. An outcome may arrive while its thread can't print it, since another line is being
    // printed, and then the wait for it ends too: whichever comes first here says what the run came to.
    private synchronized void printOutcome(HostRepository repository, ReconcileResult result) {
        if (printed.add(repository.id())) {
            printer.printResult(result);
            status = status.and(ExitStatus.of(result.outcome()));
        }
    }

    private synchronized void printPhase(HostRepository repository) {
        if (printed.add(repository.id())) {
            printer.printUnsettled(repository, trigger, runs.readLatestRun(repository));
            status = status.and(ExitStatus.UNREACHED);
        }
    }

    private static boolean awaitOutcome(CompletableFuture<Void> outcome, long nanos) {
        try {
            outcome.get(Math.max(nanos, 0), TimeUnit.NANOSECONDS);
            return true;
        } catch (TimeoutException late) {
            return false;
        } catch (InterruptedException stop) {
            // The interrupt stays set, so that the remaining waits end at once too.
            Thread.currentThread().interrupt();
            return false;
        } catch (ExecutionException failed) {
            throw failed.getCause() instanceof TemporalUnavailableException away
                    ? away
                    : new CompletionException(failed.getCause());
        }
    }

    /** Returns the heaviest status of all runs so far. */
    synchronized ExitStatus status() {
        return status;
    }
}
