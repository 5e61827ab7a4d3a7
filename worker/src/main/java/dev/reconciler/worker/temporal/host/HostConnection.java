package dev.reconciler.worker.temporal.host;

import dev.reconciler.contract.RepositoryActivities;
import dev.reconciler.model.RepositoryId;
import dev.reconciler.model.Trigger;
import dev.reconciler.worker.config.Configuration;
import dev.reconciler.worker.config.ConfigurationException;
import dev.reconciler.worker.config.ConfigurationProblem;
import dev.reconciler.worker.config.RepositoryConfiguration;
import dev.reconciler.worker.port.ConflictDecisions;
import dev.reconciler.worker.port.HostRepositories;
import dev.reconciler.worker.port.HostRepository;
import dev.reconciler.worker.port.LatestRun;
import dev.reconciler.worker.port.PassWaits;
import dev.reconciler.worker.port.RepositoryDirectory;
import dev.reconciler.worker.port.RunStarter;
import dev.reconciler.worker.port.TemporalUnavailableException;
import dev.reconciler.worker.status.HostRoster;
import dev.reconciler.worker.status.StatusSource;
import dev.reconciler.worker.temporal.connection.SearchAttributeSetup;
import dev.reconciler.worker.temporal.connection.TemporalConnection;
import dev.reconciler.worker.temporal.connection.TemporalProfile;
import dev.reconciler.worker.temporal.run.CaseStarts;
import dev.reconciler.worker.temporal.run.EndedRuns;
import dev.reconciler.worker.temporal.run.LatestRunReader;
import dev.reconciler.worker.temporal.run.TemporalRunStarter;
import dev.reconciler.worker.temporal.run.WorkflowRuns;
import dev.reconciler.worker.temporal.status.AskedStatuses;
import dev.reconciler.worker.temporal.status.ConflictSource;
import io.temporal.client.WorkflowClient;
import io.temporal.worker.WorkerFactory;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;

/**
 * Takes part in a full Temporal service on behalf of one host: its workers, its listing, its schedules.
 *
 * <p>Each step can be repeated, and throws a {@link TemporalUnavailableException} if the service does not answer.
 */
public final class HostConnection implements AutoCloseable {
    private final Configuration configuration;
    private final ConflictSource conflicts;
    private final List<HostRepository> own;
    /** The connection of the workers, whose calls outlast a restart of the service. */
    private final TemporalConnection patientConnection;

    /** The connection of everything whose caller waits: steps of the set-up, webhooks. */
    private final TemporalConnection briefConnection;

    private final SearchAttributeSetup searchAttributes;
    private final WorkflowRuns runs;
    private final HostRegistry registry;
    private final LatestRunReader latestRuns;
    private final WorkerFactory workers;

    /**
     * Prepares the connections and the workers, and connects nowhere yet.
     *
     * @param observers are told what happens on this host
     * @param conflicts knows the open ones, for a status
     */
    public HostConnection(
            Configuration configuration,
            TemporalProfile profile,
            RepositoryActivities activities,
            WorkerObservers observers,
            ConflictSource conflicts) {
        this.configuration = configuration;
        this.conflicts = conflicts;
        this.own = HostRepositories.of(configuration);
        this.patientConnection = TemporalConnection.open(
                profile, TemporalConnection.PATIENTLY, observers.measures(), observers.traces());
        this.briefConnection =
                TemporalConnection.open(profile, TemporalConnection.BRIEFLY, observers.measures(), observers.traces());
        this.searchAttributes = new SearchAttributeSetup(briefConnection);
        this.runs = new WorkflowRuns(briefConnection);
        this.registry = new HostRegistry(briefConnection);
        this.latestRuns = new LatestRunReader(briefConnection.client());
        EndedRuns ended = EndedRuns.ofLingering(patientConnection.client(), observers.outcomes());
        this.workers = WorkerFactory.newInstance(
                patientConnection.client(), HostWorkers.factoryOptions(ended::watch, observers));
        new HostWorkers(workers, HostQueues.of(configuration))
                .serveHost(activities, runs::request, observers.cases(), new CaseStarts(briefConnection::client));
    }

    /** Asks whether the service answers. */
    public void probe() {
        briefConnection.probe();
    }

    /** Registers the search attributes that the namespace lacks. */
    public void prepareNamespace() {
        searchAttributes.registerMissing();
    }

    /**
     * Compares the ids of this host with those that the other hosts announced.
     *
     * @throws ConfigurationException if another host has one of the ids too
     */
    public void refuseDuplicateIds() {
        Map<RepositoryId, String> conflicts = DuplicateIds.findConflicts(own, registry.repositories());
        if (!conflicts.isEmpty()) {
            throw new ConfigurationException(conflicts.values().stream()
                    .map(message ->
                            new ConfigurationProblem("host " + configuration.host(), 0, 0, "repositories", message))
                    .toList());
        }
    }

    /**
     * Tells the other hosts which repositories this host has.
     *
     * @return the first run that had the listing: another one than before where the service has lost its data
     */
    public String announceRepositories() {
        return registry.announce(HostListingConverter.toListing(
                configuration.host(), own, !configuration.notices().channels().isEmpty()));
    }

    /** Tells the other hosts that this host has no repository. */
    public void withdrawRepositories() {
        registry.announce(HostListingConverter.toListing(configuration.host(), List.of(), false));
    }

    /** Starts the workers, which take workflow tasks and activities from now on. */
    public void startWorkers() {
        briefConnection.calls().run(workers::start);
    }

    /** Creates, changes and deletes schedules until they are those of the configuration. */
    public void matchSchedules() {
        new TemporalSchedules(briefConnection, configuration.host(), own)
                .matchConfiguration(HostRepositories.scheduleIntervals(configuration));
    }

    /** The starter of runs. */
    public RunStarter starter() {
        return new TemporalRunStarter(runs);
    }

    /** Has runs do what people have decided about conflicts. */
    public ConflictDecisions decisions() {
        return (repository, task) ->
                runs.decide(TemporalRunStarter.newLingeringInput(repository, Trigger.CONFLICT), task);
    }

    /** Waits for what requested passes came to. */
    public PassWaits waits() {
        return (repository, trigger) -> runs.awaitPass(TemporalRunStarter.newLingeringInput(repository, trigger));
    }

    /**
     * The repositories of all hosts: of the others as they announced them, of this one as its configuration has them.
     */
    public RepositoryDirectory directory() {
        return new RecentDirectory(this::listRepositories, Clock.systemUTC());
    }

    /** The hosts of this namespace, and when their workers last asked for work. */
    public HostRoster roster() {
        return new TemporalRoster(briefConnection, registry);
    }

    private List<HostRepository> listRepositories() {
        List<HostRepository> all = new ArrayList<>(own);
        registry.repositories().stream()
                .filter(repository -> !repository.host().equals(configuration.host()))
                .forEach(all::add);
        return all;
    }

    /** Reads the phase of the latest run of a repository. */
    public LatestRun readLatestRun(HostRepository repository) {
        return briefConnection.calls().call(() -> latestRuns.readLatestRun(repository));
    }

    /** Reads how repositories of this host are. */
    public StatusSource statuses() {
        return new AskedStatuses(configuration, this::askBriefly, conflicts);
    }

    private <T> List<T> askBriefly(
            List<RepositoryConfiguration> repositories,
            BiFunction<WorkflowClient, List<RepositoryConfiguration>, List<T>> question) {
        return briefConnection.calls().call(() -> question.apply(briefConnection.client(), repositories));
    }

    /** Takes no new work, and waits for the activities under way, at most for that time. */
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
