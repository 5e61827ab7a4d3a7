package dev.reconciler.worker.cli;

import dev.reconciler.contract.conflict.ConflictTask;
import dev.reconciler.model.ReconcileResult;
import dev.reconciler.model.RepositoryId;
import dev.reconciler.model.Trigger;
import dev.reconciler.worker.port.HostRepository;
import dev.reconciler.worker.port.LatestRun;
import dev.reconciler.worker.port.RequestedRun;
import dev.reconciler.worker.port.ServiceRuns;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A service on which a test says what becomes of each run. */
public final class FakeRemoteRuns implements ServiceRuns {
    public final Map<String, CompletableFuture<ReconcileResult>> outcomes = new HashMap<>();
    public final Map<RepositoryId, String> conflicts = new HashMap<>();
    public final List<HostRepository> requested = new ArrayList<>();
    public final List<ConflictTask> decided = new ArrayList<>();
    public final List<Trigger> triggers = new ArrayList<>();
    public LatestRun look = new LatestRun(LatestRun.RunPhase.RETRYING, "attempt 3 failed: connection refused");
    public Runnable onLook = () -> {};
    public boolean closed;

    @Nullable
    public RuntimeException thrown;

    @Override
    public Map<RepositoryId, String> findDuplicateIds(List<HostRepository> repositories) {
        if (thrown != null) {
            throw thrown;
        }
        return conflicts;
    }

    @Override
    public RequestedRun request(HostRepository repository, Trigger trigger) {
        requested.add(repository);
        triggers.add(trigger);
        return new RequestedRun(repository.id().workflowId(), "run");
    }

    @Override
    public CompletableFuture<ReconcileResult> awaitPass(HostRepository repository, Trigger trigger) {
        requested.add(repository);
        triggers.add(trigger);
        return outcomes.getOrDefault(repository.id().value(), new CompletableFuture<>());
    }

    @Override
    public CompletableFuture<ReconcileResult> decide(HostRepository repository, ConflictTask task) {
        decided.add(task);
        return outcomes.getOrDefault(repository.id().value(), new CompletableFuture<>());
    }

    @Override
    public LatestRun readLatestRun(HostRepository repository) {
        onLook.run();
        return look;
    }

    @Override
    public void close() {
        closed = true;
    }
}
