package dev.reconciler.worker.temporal.status;

import dev.reconciler.worker.config.Configuration;
import dev.reconciler.worker.config.RepositoryConfiguration;
import dev.reconciler.worker.status.RepositoryStatus;
import dev.reconciler.worker.status.RunTrace;
import dev.reconciler.worker.status.StatusSource;
import io.temporal.client.WorkflowClient;
import java.util.List;
import java.util.function.Function;

/** Asks a {@link StatusReader} on whichever client the service has at the moment. */
public final class AskedStatuses implements StatusSource {
    private final Configuration configuration;
    private final ServiceQuestion service;
    private final ConflictSource conflicts = new RecentConflicts();

    /** Reads repositories of that configuration. */
    public AskedStatuses(Configuration configuration, ServiceQuestion service) {
        this.configuration = configuration;
        this.service = service;
    }

    @Override
    public List<RepositoryStatus> read(List<RepositoryConfiguration> repositories) {
        Configuration chosen = configuration.withRepositories(repositories);
        return service.ask(client -> new StatusReader(client, conflicts).read(chosen));
    }

    @Override
    public List<RepositoryStatus> readRunning(List<RepositoryConfiguration> repositories) {
        Configuration chosen = configuration.withRepositories(repositories);
        return service.ask(client -> new StatusReader(client, conflicts).readRunning(chosen));
    }

    @Override
    public List<RunTrace> readTraces(RepositoryConfiguration repository) {
        return service.ask(client -> new StatusReader(client, conflicts).readTraces(repository.id()));
    }

    /** Asks the service, and translates what goes wrong there. */
    public interface ServiceQuestion {
        /** Asks the client that the service has now. */
        <T> T ask(Function<WorkflowClient, T> question);
    }
}
