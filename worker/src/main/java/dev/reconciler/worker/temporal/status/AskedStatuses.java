package dev.reconciler.worker.temporal.status;

import dev.reconciler.model.RepositoryId;
import dev.reconciler.worker.config.Configuration;
import dev.reconciler.worker.config.RepositoryConfiguration;
import dev.reconciler.worker.status.EndedRun;
import dev.reconciler.worker.status.RepositoryStatus;
import dev.reconciler.worker.status.RunTrace;
import dev.reconciler.worker.status.StatusSource;
import io.temporal.client.WorkflowClient;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;

/** Asks a {@link StatusReader} on whichever client the service has at the moment. */
public final class AskedStatuses implements StatusSource {
    private final Configuration configuration;
    private final ServiceQuestion service;
    private final Function<RepositoryId, Optional<EndedRun>> remembered;
    private final ConflictSource conflicts;

    /** Reads repositories of that configuration. */
    public AskedStatuses(Configuration configuration, ServiceQuestion service, ConflictSource conflicts) {
        this(configuration, service, conflicts, repository -> Optional.empty());
    }

    /**
     * The same, of a service that forgets.
     *
     * @param remembered finds the last end of a repository's runs, where the service knows none
     */
    public AskedStatuses(
            Configuration configuration,
            ServiceQuestion service,
            ConflictSource conflicts,
            Function<RepositoryId, Optional<EndedRun>> remembered) {
        this.configuration = configuration;
        this.service = service;
        this.conflicts = conflicts;
        this.remembered = remembered;
    }

    private StatusReader newReader(WorkflowClient client) {
        return new StatusReader(client, conflicts, remembered);
    }

    @Override
    public List<RepositoryStatus> read(List<RepositoryConfiguration> repositories) {
        return readSorted(repositories, (client, part) -> newReader(client).read(configuration.withRepositories(part)));
    }

    @Override
    public List<RepositoryStatus> readRunning(List<RepositoryConfiguration> repositories) {
        return readSorted(
                repositories, (client, part) -> newReader(client).readRunning(configuration.withRepositories(part)));
    }

    private List<RepositoryStatus> readSorted(
            List<RepositoryConfiguration> repositories,
            BiFunction<WorkflowClient, List<RepositoryConfiguration>, List<RepositoryStatus>> question) {
        Map<RepositoryId, Integer> order = new HashMap<>();
        repositories.forEach(each -> order.put(each.id(), order.size()));
        return service.ask(repositories, question).stream()
                .sorted(Comparator.comparingInt(status -> order.get(status.repository())))
                .toList();
    }

    @Override
    public List<RunTrace> readTraces(RepositoryConfiguration repository) {
        return service.ask(
                List.of(repository), (client, one) -> newReader(client).readTraces(repository.id()));
    }

    /** Asks the service, and translates what goes wrong there. */
    public interface ServiceQuestion {
        /**
         * Asks the client of the service that has the runs of these repositories. Where several have them, each is asked for
         * its own; the answers come in any order.
         */
        <T> List<T> ask(
                List<RepositoryConfiguration> repositories,
                BiFunction<WorkflowClient, List<RepositoryConfiguration>, List<T>> question);
    }
}
