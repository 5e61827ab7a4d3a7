package dev.reconciler.worker.temporal;

import dev.reconciler.contract.RepositoryActivities;
import dev.reconciler.model.RepositoryId;
import dev.reconciler.worker.config.Configuration;
import dev.reconciler.worker.config.ConfigurationException;
import dev.reconciler.worker.config.Problem;
import dev.reconciler.worker.operation.Directory;
import dev.reconciler.worker.operation.HostRepositories;
import dev.reconciler.worker.operation.HostRepository;
import dev.reconciler.worker.operation.RunLook;
import dev.reconciler.worker.operation.Starter;
import dev.reconciler.worker.operation.TemporalUnavailableException;
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
    private final Connection patient;
    private final Connection brief;
    private final Runs runs;
    private final HostRegistry registry;
    private final RunLooks looks;
    private final WorkerFactory workers;

    /** Connects nowhere yet. */
    public HostConnection(Configuration configuration, TemporalProfile profile, RepositoryActivities activities) {
        this.configuration = configuration;
        this.own = HostRepositories.of(configuration);
        this.patient = Connection.open(profile, Connection.PATIENTLY);
        this.brief = Connection.open(profile, Connection.BRIEFLY);
        this.runs = new Runs(brief);
        this.registry = new HostRegistry(brief);
        this.looks = new RunLooks(brief.client());
        this.workers = WorkerFactory.newInstance(patient.client(), HostWorkers.factoryOptions());
        new HostWorkers(workers, own.size() * SPARE).serve(configuration.host(), activities, runs::request);
    }

    /** Asks whether the service answers. */
    public void probe() {
        brief.probe();
    }

    /** Registers what a namespace has to know. */
    public void prepareNamespace() {
        new SearchAttributeSetup(brief).run();
    }

    /** @throws ConfigurationException if an id is configured on another host too */
    public void refuseConflicts() {
        Map<RepositoryId, String> conflicts = Conflicts.between(own, registry.repositories());
        if (!conflicts.isEmpty()) {
            throw new ConfigurationException(conflicts.values().stream()
                    .map(message -> new Problem("host " + configuration.host(), 0, 0, "repositories", message))
                    .toList());
        }
    }

    /** Tells the other hosts what is here. */
    public void announce() {
        registry.announce(Listings.listing(configuration.host(), own));
    }

    /** Tells the other hosts that nothing is here. */
    public void withdraw() {
        registry.announce(Listings.listing(configuration.host(), List.of()));
    }

    /** Takes work from now on. */
    public void startWorkers() {
        brief.calls().run(workers::start);
    }

    /** Makes the schedules what the configuration says. */
    public void matchSchedules() {
        new Schedules(brief, configuration.host()).match(HostRepositories.every(configuration));
    }

    /** Starts runs. */
    public Starter starter() {
        return new RunStarter(runs);
    }

    /** The repositories of all hosts; of this one, as they are configured now. */
    public Directory directory() {
        return () -> {
            List<HostRepository> all = new ArrayList<>(own);
            registry.repositories().stream()
                    .filter(repository -> !repository.host().equals(configuration.host()))
                    .forEach(all::add);
            return all;
        };
    }

    /** What the latest run of a repository is doing. */
    public RunLook look(HostRepository repository) {
        return brief.calls().call(() -> looks.of(repository));
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
        brief.close();
        patient.close();
    }
}
