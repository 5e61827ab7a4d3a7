package dev.reconciler.worker;

import dev.reconciler.contract.RepositoryActivities;
import dev.reconciler.git.settings.GitSystemReader;
import dev.reconciler.worker.config.Configuration;
import dev.reconciler.worker.config.RepositoryConfiguration;
import dev.reconciler.worker.conflict.AskedHosts;
import dev.reconciler.worker.conflict.ConflictCases;
import dev.reconciler.worker.demo.ScenesDemonstration;
import dev.reconciler.worker.local.LocalRuns;
import dev.reconciler.worker.local.LocalWorker;
import dev.reconciler.worker.notice.NoticePace;
import dev.reconciler.worker.port.CommandServices;
import dev.reconciler.worker.port.Demonstration;
import dev.reconciler.worker.port.HostService;
import dev.reconciler.worker.port.Reconciliation;
import dev.reconciler.worker.port.RepositoryDirectory;
import dev.reconciler.worker.port.RunStarter;
import dev.reconciler.worker.port.ServiceRuns;
import dev.reconciler.worker.state.ConflictBook;
import dev.reconciler.worker.status.RepositoryStatus;
import dev.reconciler.worker.temporal.connection.TemporalProfile;
import dev.reconciler.worker.temporal.embedded.EmbeddedReconciliation;
import dev.reconciler.worker.temporal.embedded.EmbeddedTemporal;
import dev.reconciler.worker.temporal.host.HostRegistry;
import dev.reconciler.worker.temporal.host.TemporalServiceRuns;
import dev.reconciler.worker.temporal.status.ServiceStatus;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * Puts the program together: it knows which implementation does what the commands ask for, and leaves to {@link
 * ServiceAssembly} what {@code worker} runs.
 *
 * <p>Every object gets what it needs by its constructor, so that a reader finds the whole of the program here and in the
 * assemblies beside it.
 */
public final class Assembly implements CommandServices {
    private final BiFunction<Configuration, Boolean, RepositoryActivities> activities;
    private final Map<String, String> environment;

    /** Null: the real one, which no command loads that tells nobody. */
    private final @Nullable NoticePace noticePace;

    private final AtomicReference<CompletableFuture<EmbeddedTemporal>> prepared = new AtomicReference<>();

    /** Makes the program as users get it. */
    public Assembly() {
        this(System.getenv());
    }

    /**
     * Makes the program with other variables than those of this process.
     *
     * @param environment says where Temporal is, and whether runs are traced
     */
    public Assembly(Map<String, String> environment) {
        this(ActivityAssembly::newActivities, environment, null);
    }

    /** Makes the program as users get it, where the time passes otherwise for notices. */
    public Assembly(NoticePace noticePace) {
        this(ActivityAssembly::newActivities, System.getenv(), noticePace);
    }

    /**
     * Makes the program with other activities, for tests that break them.
     *
     * @param activities makes the activities of a configuration; the second argument says whether they only look and
     *     change nothing
     */
    public Assembly(BiFunction<Configuration, Boolean, RepositoryActivities> activities) {
        this(activities, System.getenv(), null);
    }

    private Assembly(
            BiFunction<Configuration, Boolean, RepositoryActivities> activities,
            Map<String, String> environment,
            @Nullable NoticePace noticePace) {
        this.activities = activities;
        this.environment = environment;
        this.noticePace = noticePace;
    }

    @Override
    public Reconciliation reconciliation() {
        return new EmbeddedReconciliation(activities, this::takeService);
    }

    /**
     * Begins what runs wait for, whatever their configuration is, so that it is done while the command line and the
     * configuration are read.
     */
    public void prepareRuns() {
        prepareLooks();
        prepared.set(CompletableFuture.supplyAsync(EmbeddedTemporal::create, Assembly::startThread));
    }

    /** The same of what a plan waits for, which may need no Temporal service. */
    public void prepareLooks() {
        // Two threads that came to set up the log at the same time would get loggers that say so on standard error.
        LoggerFactory.getILoggerFactory();
        startThread(GitSystemReader::prepareLibrary);
    }

    private static void startThread(Runnable work) {
        Thread thread = new Thread(work, "prepare");
        thread.setDaemon(true);
        thread.start();
    }

    private EmbeddedTemporal takeService() {
        CompletableFuture<EmbeddedTemporal> begun = prepared.getAndSet(null);
        return begun == null ? EmbeddedTemporal.create() : begun.join();
    }

    @Override
    public Demonstration demonstration() {
        return new ScenesDemonstration(reconciliation());
    }

    @Override
    public HostService service(Configuration configuration, boolean embedded) {
        return new ServiceAssembly(configuration, activities.apply(configuration, false), environment, noticePace)
                .newService(embedded);
    }

    @Override
    public ServiceRuns serviceRuns(Configuration configuration) {
        return new TemporalServiceRuns(readProfile(configuration));
    }

    @Override
    public ServiceRuns nearestRuns(Configuration configuration) {
        Optional<LocalWorker> local = LocalWorker.find(configuration, environment);
        return local.isPresent() ? new LocalRuns(local.get()) : serviceRuns(configuration);
    }

    @Override
    public Optional<RunStarter> localStarter(Configuration configuration) {
        return LocalWorker.find(configuration, environment).map(LocalRuns::new);
    }

    @Override
    public RepositoryDirectory hosts(Configuration configuration) {
        return new AskedHosts(() -> LocalWorker.find(configuration, environment).isPresent()
                ? List.of()
                : HostRegistry.ask(readProfile(configuration)));
    }

    @Override
    public List<RepositoryStatus> readStatus(Configuration configuration, List<RepositoryConfiguration> all) {
        Optional<LocalWorker> local = LocalWorker.findOfSome(configuration, environment);
        if (local.isPresent()) {
            return new LocalRuns(local.get())
                    .readStatus(configuration.repositories().stream()
                            .map(RepositoryConfiguration::id)
                            .toList());
        }
        TemporalProfile profile = readProfile(configuration);
        ConflictCases cases =
                new ConflictCases(all, configuration.identity(), ConflictBook.look(configuration.state()));
        cases.askHosts(new AskedHosts(() -> HostRegistry.ask(profile)));
        return ServiceStatus.read(profile, configuration, cases);
    }

    private TemporalProfile readProfile(Configuration configuration) {
        return TemporalProfile.of(configuration.temporal(), environment);
    }
}
