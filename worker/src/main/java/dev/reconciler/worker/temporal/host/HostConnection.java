package dev.reconciler.worker.temporal.host;

import dev.reconciler.contract.RepositoryActivities;
import dev.reconciler.model.RepositoryId;
import dev.reconciler.worker.config.Configuration;
import dev.reconciler.worker.config.ConfigurationException;
import dev.reconciler.worker.config.ConfigurationProblem;
import dev.reconciler.worker.port.HostRepositories;
import dev.reconciler.worker.port.HostRepository;
import dev.reconciler.worker.port.LatestRun;
import dev.reconciler.worker.port.RepositoryDirectory;
import dev.reconciler.worker.port.RunStarter;
import dev.reconciler.worker.port.TemporalUnavailableException;
import dev.reconciler.worker.temporal.connection.SearchAttributeSetup;
import dev.reconciler.worker.temporal.connection.TemporalConnection;
import dev.reconciler.worker.temporal.connection.TemporalProfile;
import dev.reconciler.worker.temporal.run.LatestRunReader;
import dev.reconciler.worker.temporal.run.TemporalRunStarter;
import dev.reconciler.worker.temporal.run.WorkflowRuns;
import io.temporal.worker.WorkerFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A host's part in a full Temporal service: its workers, its listing, its schedules.
 *
 * <p>Each step can be repeated, and throws a {@link TemporalUnavailableException} if the service does not answer.
 */
public final class HostConnection implements AutoCloseable {
    /** A transport that hangs, and whose activity was given up, must not take the place of another. */
    private static final int SPARE = 2;

    private final Configuration configuration;
    private final List<HostRepository> own;
    private final TemporalConnection patientConnection;
    private final TemporalConnection briefConnection;
    private final WorkflowRuns runs;
    private final HostRegistry registry;
    private final LatestRunReader latestRuns;
    private final WorkerFactory workers;

    /** Connects nowhere yet. */
    public HostConnection(Configuration configuration, TemporalProfile profile, RepositoryActivities activities) {
        this.configuration = configuration;
        this.own = HostRepositories.of(configuration);
        this.patientConnection = TemporalConnection.open(profile, TemporalConnection.PATIENTLY);
        this.briefConnection = TemporalConnection.open(profile, TemporalConnection.BRIEFLY);
        this.runs = new WorkflowRuns(briefConnection);
        this.registry = new HostRegistry(briefConnection);
        this.latestRuns = new LatestRunReader(briefConnection.client());
        this.workers = WorkerFactory.newInstance(patientConnection.client(), HostWorkers.factoryOptions());
        new HostWorkers(workers, own.size() * SPARE).serveHost(configuration.host(), activities, runs::request);
    }

    /** Asks whether the service answers. */
    public void probe() {
        briefConnection.probe();
    }

    /** Registers what a namespace has to know. */
    public void prepareNamespace() {
        new SearchAttributeSetup(briefConnection).registerMissing();
    }

    /** @throws ConfigurationException if an id is configured on another host too */
    public void refuseDuplicateIds() {
        Map<RepositoryId, String> conflicts = DuplicateIds.findConflicts(own, registry.repositories());
        if (!conflicts.isEmpty()) {
            throw new ConfigurationException(conflicts.values().stream()
                    .map(message ->
                            new ConfigurationProblem("host " + configuration.host(), 0, 0, "repositories", message))
                    .toList());
        }
    }

    /** Tells the other hosts what is here. */
    public void announceRepositories() {
        registry.announce(HostListingConverter.toListing(configuration.host(), own));
    }

    /** Tells the other hosts that nothing is here. */
    public void withdrawRepositories() {
        registry.announce(HostListingConverter.toListing(configuration.host(), List.of()));
    }

    /** Takes work from now on. */
    public void startWorkers() {
        briefConnection.calls().run(workers::start);
    }

    /** Makes the schedules what the configuration says. */
    public void matchSchedules() {
        new RepositorySchedules(briefConnection, configuration.host())
                .matchConfiguration(HostRepositories.scheduleIntervals(configuration));
    }

    /** Starts runs. */
    public RunStarter starter() {
        return new TemporalRunStarter(runs);
    }

    /** The repositories of all hosts; of this one, as they are configured now. */
    public RepositoryDirectory directory() {
        return () -> {
            List<HostRepository> all = new ArrayList<>(own);
            registry.repositories().stream()
                    .filter(repository -> !repository.host().equals(configuration.host()))
                    .forEach(all::add);
            return all;
        };
    }

    /** What the latest run of a repository is doing. */
    public LatestRun readLatestRun(HostRepository repository) {
        return briefConnection.calls().call(() -> latestRuns.readLatestRun(repository));
    }

    /** Takes no work any more, and waits for what is under way. */
    public void drain(Duration atMost) {
        if (workers.isStarted()) {
            workers.shutdown();
            workers.awaitTermination(atMost.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    @Override
    public void close() {
        if (workers.isStarted()) {
            workers.shutdownNow();
        }
        briefConnection.close();
        patientConnection.close();
    }
}
