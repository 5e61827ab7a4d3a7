package dev.reconciler.worker.temporal.status;

import dev.reconciler.git.lease.Leases;
import dev.reconciler.git.repository.CommitSyncing;
import dev.reconciler.model.Outcome;
import dev.reconciler.model.RepositoryId;
import dev.reconciler.worker.config.Configuration;
import dev.reconciler.worker.config.RepositoryConfiguration;
import dev.reconciler.worker.status.EndedRun;
import dev.reconciler.worker.status.LeaseStatus;
import dev.reconciler.worker.status.RepositoryState;
import dev.reconciler.worker.status.RepositoryStatus;
import dev.reconciler.worker.status.RunTrace;
import dev.reconciler.worker.status.RunningRun;
import dev.reconciler.worker.temporal.run.LingeringRuns;
import dev.reconciler.workflow.visibility.ToldOutcome;
import io.temporal.api.enums.v1.WorkflowExecutionStatus;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowExecutionDescription;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads the state of the repositories of this host, all at the same time.
 *
 * <p>Temporal knows the runs. Only the remote knows whether a conflict is still open: the runs after the conflict are
 * in sync, and a person closes the conflict by deleting its branch. So the reader asks the remote of each repository.
 */
public final class StatusReader {
    private static final int AT_ONCE = 16;

    private final ConflictSource conflicts;
    private final Function<RepositoryId, Optional<EndedRun>> remembered;
    private final RunHistory history;
    private final OpenRuns openRuns;
    private final ClosedRuns closedRuns;
    private final RunSteps steps;

    /** Reads from the service of that client. */
    public StatusReader(WorkflowClient client, ConflictSource conflicts) {
        this(client, conflicts, repository -> Optional.empty());
    }

    /** @param remembered finds the last end of a repository's runs, where the service knows none */
    StatusReader(
            WorkflowClient client, ConflictSource conflicts, Function<RepositoryId, Optional<EndedRun>> remembered) {
        this(client, conflicts, remembered, Clock.systemUTC());
    }

    StatusReader(
            WorkflowClient client,
            ConflictSource conflicts,
            Function<RepositoryId, Optional<EndedRun>> remembered,
            Clock clock) {
        this.conflicts = conflicts;
        this.remembered = remembered;
        this.history = new RunHistory(client);
        this.openRuns = new OpenRuns(history, clock);
        this.closedRuns = new ClosedRuns(history);
        this.steps = new RunSteps(client, history, clock);
    }

    /**
     * Reads one status for each repository, in the order of the configuration.
     *
     * @throws io.temporal.client.WorkflowServiceException if the service does not answer
     * @throws io.grpc.StatusRuntimeException if the service does not answer
     */
    public List<RepositoryStatus> read(Configuration configuration) {
        return readEach(configuration.repositories(), this::readStatusWithClone);
    }

    /**
     * Reads the status of the repositories that have a run under way, in the order of the configuration, and asks no
     * remote.
     *
     * @throws io.temporal.client.WorkflowServiceException if the service does not answer
     * @throws io.grpc.StatusRuntimeException if the service does not answer
     */
    public List<RepositoryStatus> readRunning(Configuration configuration) {
        Set<String> open = history.listOpen();
        List<RepositoryConfiguration> underWay = configuration.repositories().stream()
                .filter(each -> open.contains(each.id().workflowId()))
                .toList();
        return readEach(underWay, this::findRunning).stream()
                .flatMap(Optional::stream)
                .toList();
    }

    /**
     * Reads what the newest runs of a repository did step by step, the newest first.
     *
     * @throws io.temporal.client.WorkflowServiceException if the service does not answer
     * @throws io.grpc.StatusRuntimeException if the service does not answer
     */
    public List<RunTrace> readTraces(RepositoryId repository) {
        return steps.readNewest(repository);
    }

    private static <T> List<T> readEach(
            List<RepositoryConfiguration> repositories, Function<RepositoryConfiguration, T> read) {
        if (repositories.isEmpty()) {
            return List.of();
        }
        ExecutorService threads =
                Executors.newFixedThreadPool(Math.min(AT_ONCE, repositories.size()), StatusReader::newDaemonThread);
        try {
            List<CompletableFuture<T>> answers = repositories.stream()
                    .map(repository -> CompletableFuture.supplyAsync(() -> read.apply(repository), threads))
                    .toList();
            return answers.stream().map(StatusReader::joinAnswer).toList();
        } finally {
            // After a failure, the reads of the other repositories are of no use.
            threads.shutdownNow();
        }
    }

    private static <T> T joinAnswer(CompletableFuture<T> answer) {
        try {
            return answer.join();
        } catch (CompletionException failed) {
            // The caller sorts the failures of Temporal by their types, so the wrapper of the thread is taken off.
            throw failed.getCause() instanceof RuntimeException cause ? cause : failed;
        }
    }

    private RepositoryStatus readStatusWithClone(RepositoryConfiguration repository) {
        return readStatus(repository)
                .withClone(
                        findLease(repository),
                        CommitSyncing.findWarning(repository.path()).stream().toList());
    }

    private static @Nullable LeaseStatus findLease(RepositoryConfiguration repository) {
        return Leases.find(repository.path()).map(LeaseStatus::of).orElse(null);
    }

    private Optional<RepositoryStatus> findRunning(RepositoryConfiguration repository) {
        Optional<WorkflowExecutionDescription> newest =
                history.findNewest(repository.id()).filter(StatusReader::isOpen);
        Optional<ToldOutcome> told = newest.flatMap(LingeringRuns::findTold);
        return newest.filter(run -> told.filter(ToldOutcome::isLast).isEmpty()).map(run -> {
            RunningRun running = openRuns.readRunning(run);
            return new RepositoryStatus(repository.id(), running.state(), null, running, List.of())
                    .withClone(findLease(repository), List.of());
        });
    }

    private RepositoryStatus readStatus(RepositoryConfiguration repository) {
        Optional<WorkflowExecutionDescription> newest = history.findNewest(repository.id());
        if (newest.isEmpty()) {
            return remembered
                    .apply(repository.id())
                    .map(last -> newEndedStatus(repository, last))
                    .orElseGet(() -> new RepositoryStatus(
                            repository.id(), RepositoryState.UNKNOWN, null, null, listConflicts(repository, null)));
        }
        if (!isOpen(newest.get())) {
            return newEndedStatus(repository, closedRuns.readEnded(repository, newest.get()));
        }
        Optional<ToldOutcome> told = LingeringRuns.findTold(newest.get());
        // A run that only lingers is over for everybody but Temporal.
        return told.filter(ToldOutcome::isLast)
                .map(outcome -> newEndedStatus(repository, newEndedRun(outcome)))
                .orElseGet(() -> newRunningStatus(repository, newest.get(), told));
    }

    private static EndedRun newEndedRun(ToldOutcome told) {
        return new EndedRun(told.result(), told.at());
    }

    private static boolean isOpen(WorkflowExecutionDescription run) {
        return run.getStatus() == WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_RUNNING;
    }

    private RepositoryStatus newRunningStatus(
            RepositoryConfiguration repository, WorkflowExecutionDescription run, Optional<ToldOutcome> told) {
        RunningRun running = openRuns.readRunning(run);
        EndedRun last = told.map(StatusReader::newEndedRun)
                .or(() -> history.findLastEndedBefore(repository.id(), run)
                        .map(earlier -> closedRuns.readEnded(repository, earlier)))
                .or(() -> remembered.apply(repository.id()))
                .orElse(null);
        return new RepositoryStatus(repository.id(), running.state(), last, running, listConflicts(repository, last));
    }

    private RepositoryStatus newEndedStatus(RepositoryConfiguration repository, EndedRun last) {
        List<String> open = listConflicts(repository, last);
        return new RepositoryStatus(repository.id(), judge(last.result().outcome(), open), last, null, open);
    }

    private static RepositoryState judge(Outcome outcome, List<String> open) {
        return switch (outcome) {
            case IN_SYNC, FAST_FORWARDED, PUSHED_AHEAD, REBASED, REWOUND, CONFLICT_ESCAPED ->
                open.isEmpty() ? RepositoryState.SETTLED : RepositoryState.ESCAPED;
            case FETCH_FAILED, PUSH_FAILED, FAILED -> RepositoryState.FAILED;
        };
    }

    private List<String> listConflicts(RepositoryConfiguration repository, @Nullable EndedRun last) {
        return conflicts.findOpen(repository).orElseGet(() -> listConflictOf(last));
    }

    // Where the remote does not answer, a conflict that the last run left open counts as open.
    private static List<String> listConflictOf(@Nullable EndedRun last) {
        String branch = last == null ? null : last.result().conflictBranch();
        return branch == null ? List.of() : List.of(branch);
    }

    private static Thread newDaemonThread(Runnable work) {
        Thread thread = new Thread(work, "status");
        thread.setDaemon(true);
        return thread;
    }
}
