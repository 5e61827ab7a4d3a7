package dev.reconciler.worker.temporal.host;

import dev.reconciler.contract.conflict.ConflictTask;
import dev.reconciler.model.ReconcileResult;
import dev.reconciler.model.RepositoryId;
import dev.reconciler.model.Trigger;
import dev.reconciler.worker.port.HostRepository;
import dev.reconciler.worker.port.LatestRun;
import dev.reconciler.worker.port.RequestedRun;
import dev.reconciler.worker.port.ServiceRuns;
import dev.reconciler.worker.temporal.connection.SearchAttributeSetup;
import dev.reconciler.worker.temporal.connection.TemporalConnection;
import dev.reconciler.worker.temporal.connection.TemporalProfile;
import dev.reconciler.worker.temporal.run.LatestRunReader;
import dev.reconciler.worker.temporal.run.TemporalRunStarter;
import dev.reconciler.worker.temporal.run.WorkflowRuns;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** {@link WorkflowRuns} on a full Temporal service, for commands that request runs and end before the service does. */
public final class TemporalServiceRuns implements ServiceRuns {
    private final TemporalConnection connection;
    private final WorkflowRuns runs;
    private final LatestRunReader latestRuns;

    /** Prepares a connection to the service of that profile, and connects nowhere yet. */
    public TemporalServiceRuns(TemporalProfile profile) {
        this.connection = TemporalConnection.open(profile, TemporalConnection.BRIEFLY);
        this.runs = new WorkflowRuns(connection);
        this.latestRuns = new LatestRunReader(connection.client());
    }

    @Override
    public Map<RepositoryId, String> findDuplicateIds(List<HostRepository> repositories) {
        // A service that is away, or has no such namespace, is told from one that lacks search attributes.
        connection.probe();
        new SearchAttributeSetup(connection).registerMissing();
        return DuplicateIds.findConflicts(repositories, new HostRegistry(connection).repositories());
    }

    @Override
    public RequestedRun request(HostRepository repository, Trigger trigger) {
        return runs.request(TemporalRunStarter.newLingeringInput(repository, trigger));
    }

    @Override
    public CompletableFuture<ReconcileResult> awaitPass(HostRepository repository, Trigger trigger) {
        return runs.awaitPass(TemporalRunStarter.newLingeringInput(repository, trigger));
    }

    @Override
    public CompletableFuture<ReconcileResult> decide(HostRepository repository, ConflictTask task) {
        return runs.decide(TemporalRunStarter.newLingeringInput(repository, Trigger.CONFLICT), task);
    }

    @Override
    public LatestRun readLatestRun(HostRepository repository) {
        return connection.calls().call(() -> latestRuns.readLatestRun(repository));
    }

    @Override
    public void close() {
        connection.close();
    }
}
