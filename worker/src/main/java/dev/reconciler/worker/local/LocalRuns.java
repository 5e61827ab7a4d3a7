package dev.reconciler.worker.local;

import com.fasterxml.jackson.databind.JsonNode;
import dev.reconciler.contract.conflict.ConflictTask;
import dev.reconciler.json.Json;
import dev.reconciler.model.ConflictName;
import dev.reconciler.model.ErrorType;
import dev.reconciler.model.ReconcileResult;
import dev.reconciler.model.RepositoryId;
import dev.reconciler.model.Trigger;
import dev.reconciler.thread.VirtualThreads;
import dev.reconciler.worker.local.LocalWorker.Answer;
import dev.reconciler.worker.port.HostRepository;
import dev.reconciler.worker.port.LatestRun;
import dev.reconciler.worker.port.LatestRun.RunPhase;
import dev.reconciler.worker.port.RequestedRun;
import dev.reconciler.worker.port.ServiceRuns;
import dev.reconciler.worker.status.RepositoryState;
import dev.reconciler.worker.status.RepositoryStatus;
import dev.reconciler.worker.status.RunningRun;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;

/** Runs that are asked for through the {@link LocalWorker}, whatever service it uses. */
public final class LocalRuns implements ServiceRuns {
    /** A thread for each wait: on a machine of two processors, Java's own pool has one for all of them. */
    private static final ExecutorService WAITS = VirtualThreads.newDaemonExecutor("waits");

    private final LocalWorker worker;

    /** Asks that worker. */
    public LocalRuns(LocalWorker worker) {
        this.worker = worker;
    }

    private Answer requestRun(HostRepository repository, String wait) {
        return worker.post(
                pathOf(repository) + "/runs?retryFor=" + repository.retryFor().toMillis() + "ms" + wait);
    }

    /** The worker serves no repository whose id another host has. */
    @Override
    public Map<RepositoryId, String> findDuplicateIds(List<HostRepository> repositories) {
        return Map.of();
    }

    @Override
    public RequestedRun request(HostRepository repository, Trigger trigger) {
        JsonNode run = requestRun(repository, "").require(202);
        return new RequestedRun(run.get("workflowId").asText(), run.get("runId").asText());
    }

    @Override
    public CompletableFuture<ReconcileResult> awaitPass(HostRepository repository, Trigger trigger) {
        return CompletableFuture.supplyAsync(
                () -> {
                    Answer answer = requestRun(repository, "&wait=60s");
                    while (answer.status() == 202) {
                        answer = requestRun(repository, "&wait=60s");
                    }
                    return Json.convert(answer.require(200), ReconcileResult.class);
                },
                WAITS);
    }

    /** The worker knows the conflict as it is now: where it has changed, it says so. */
    @Override
    public CompletableFuture<ReconcileResult> decide(HostRepository repository, ConflictTask task) {
        String utc = ConflictName.below(task.conflict().branch());
        String path = "/api/v1/conflicts/" + repository.id() + "/" + utc + "/" + task.action() + "?wait=60s";
        return CompletableFuture.supplyAsync(
                () -> {
                    Answer answer = worker.post(path);
                    while (answer.status() == 202) {
                        answer = worker.post(path);
                    }
                    return answer.status() == 409 || answer.status() == 404
                            ? newRefusal(repository, answer)
                            : Json.convert(answer.require(200), ReconcileResult.class);
                },
                WAITS);
    }

    private static ReconcileResult newRefusal(HostRepository repository, Answer answer) {
        return ReconcileResult.failedUnseen(
                repository.id(),
                repository.branch(),
                Trigger.CONFLICT,
                ErrorType.BRANCH_MISSING,
                answer.body().path("detail").asText());
    }

    @Override
    public LatestRun readLatestRun(HostRepository repository) {
        RepositoryStatus status = StatusJson.read(worker.get(pathOf(repository)).require(200));
        RunningRun running = status.running();
        if (running == null) {
            return status.last() == null
                    ? new LatestRun(RunPhase.ABSENT, "no run is known")
                    : new LatestRun(
                            RunPhase.OVER, status.last().result().outcome().wire());
        }
        return running.lastError() == null
                ? new LatestRun(RunPhase.WORKING, running.step() + " is under way")
                : new LatestRun(RunPhase.RETRYING, Objects.toString(running.lastError()));
    }

    private static String pathOf(HostRepository repository) {
        return "/api/v1/repositories/" + repository.id();
    }

    /**
     * One status for each repository, in their order, as they were when the worker was found; unknown with a warning where
     * it does not serve one.
     */
    public List<RepositoryStatus> readStatus(List<RepositoryId> repositories) {
        return repositories.stream()
                .map(id -> worker.findServed(id.value()).map(StatusJson::read).orElseGet(() -> newUnservedStatus(id)))
                .toList();
    }

    private static RepositoryStatus newUnservedStatus(RepositoryId repository) {
        return new RepositoryStatus(repository, RepositoryState.UNKNOWN, null, null, List.of())
                .withClone(
                        null,
                        List.of(
                                "the worker of this host does not serve it yet: it reads the configuration at its start"));
    }

    @Override
    public void close() {
        // Each request has a connection of its own.
    }
}
