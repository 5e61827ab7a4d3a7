package dev.reconciler.worker.temporal;

import dev.reconciler.model.ReconcileResult;
import dev.reconciler.model.RepositoryId;
import dev.reconciler.model.Trigger;
import dev.reconciler.worker.operation.HostRepository;
import dev.reconciler.worker.operation.RemoteRuns;
import dev.reconciler.worker.operation.RunLook;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** Runs on a full Temporal service, for commands that start some and go. */
public final class ServiceRuns implements RemoteRuns {
    private final Connection connection;
    private final Runs runs;
    private final RunLooks looks;

    /** On the service of that profile. */
    public ServiceRuns(TemporalProfile profile) {
        this.connection = Connection.open(profile, Connection.BRIEFLY);
        this.runs = new Runs(connection);
        this.looks = new RunLooks(connection.client());
    }

    @Override
    public Map<RepositoryId, String> conflicts(List<HostRepository> repositories) {
        connection.probe();
        new SearchAttributeSetup(connection).run();
        return Conflicts.between(repositories, new HostRegistry(connection).repositories());
    }

    @Override
    public String request(HostRepository repository, Trigger trigger) {
        return runs.request(RunStarter.input(repository, trigger));
    }

    @Override
    public CompletableFuture<ReconcileResult> outcome(HostRepository repository, Trigger trigger) {
        return runs.outcome(RunStarter.input(repository, trigger));
    }

    @Override
    public RunLook look(HostRepository repository) {
        return connection.calls().call(() -> looks.of(repository));
    }

    @Override
    public void close() {
        connection.close();
    }
}
