package dev.reconciler.worker.cli;

import dev.reconciler.model.ReconcileResult;
import dev.reconciler.model.RepositoryId;
import dev.reconciler.model.Trigger;
import dev.reconciler.worker.operation.HostRepository;
import dev.reconciler.worker.operation.RemoteRuns;
import dev.reconciler.worker.operation.RunLook;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A service on which a test says what becomes of each run. */
final class FakeRemoteRuns implements RemoteRuns {
    final Map<String, CompletableFuture<ReconcileResult>> outcomes = new HashMap<>();
    final Map<RepositoryId, String> conflicts = new HashMap<>();
    final List<HostRepository> requested = new ArrayList<>();
    final List<Trigger> triggers = new ArrayList<>();
    RunLook look = new RunLook(RunLook.State.RETRYING, "attempt 3 failed: connection refused");
    boolean closed;

    @Nullable
    RuntimeException thrown;

    @Override
    public Map<RepositoryId, String> conflicts(List<HostRepository> repositories) {
        if (thrown != null) {
            throw thrown;
        }
        return conflicts;
    }

    @Override
    public String request(HostRepository repository, Trigger trigger) {
        requested.add(repository);
        triggers.add(trigger);
        return repository.id().workflowId();
    }

    @Override
    public CompletableFuture<ReconcileResult> outcome(HostRepository repository, Trigger trigger) {
        return outcomes.getOrDefault(repository.id().value(), new CompletableFuture<>());
    }

    @Override
    public RunLook look(HostRepository repository) {
        return look;
    }

    @Override
    public void close() {
        closed = true;
    }
}
