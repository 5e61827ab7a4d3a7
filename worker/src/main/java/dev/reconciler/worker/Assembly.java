package dev.reconciler.worker;

import dev.reconciler.activity.HostActivities;
import dev.reconciler.contract.CaseTerms;
import dev.reconciler.contract.RepositoryActivities;
import dev.reconciler.git.conflict.ConflictWatch;
import dev.reconciler.git.maintenance.AutoMaintenance;
import dev.reconciler.git.repository.RepositorySettings;
import dev.reconciler.git.settings.GitSystemReader;
import dev.reconciler.worker.api.ApplicationApi;
import dev.reconciler.worker.api.CommitApi;
import dev.reconciler.worker.api.ConflictApi;
import dev.reconciler.worker.api.LeaseApi;
import dev.reconciler.worker.api.OwnRepositories;
import dev.reconciler.worker.api.TokenCheck;
import dev.reconciler.worker.api.TokenWatch;
import dev.reconciler.worker.board.RepositoryBoard;
import dev.reconciler.worker.config.Configuration;
import dev.reconciler.worker.config.RepositoryConfiguration;
import dev.reconciler.worker.config.notice.NoticesConfiguration;
import dev.reconciler.worker.conflict.AskedHosts;
import dev.reconciler.worker.conflict.ConflictCases;
import dev.reconciler.worker.conflict.ForeignConflicts;
import dev.reconciler.worker.conflict.ToldCases;
import dev.reconciler.worker.demo.ScenesDemonstration;
import dev.reconciler.worker.event.EndedRunLog;
import dev.reconciler.worker.event.EventFeed;
import dev.reconciler.worker.event.EventLog;
import dev.reconciler.worker.http.ApiRoutes;
import dev.reconciler.worker.http.EventRoutes;
import dev.reconciler.worker.http.HealthRoutes;
import dev.reconciler.worker.http.HttpRoutes;
import dev.reconciler.worker.http.HttpService;
import dev.reconciler.worker.http.Readiness;
import dev.reconciler.worker.http.WebhookRoutes;
import dev.reconciler.worker.local.LocalRuns;
import dev.reconciler.worker.local.LocalWorker;
import dev.reconciler.worker.metrics.HostMetrics;
import dev.reconciler.worker.metrics.MeteredService;
import dev.reconciler.worker.metrics.MetricsRoutes;
import dev.reconciler.worker.metrics.PositionLooks;
import dev.reconciler.worker.notice.NoticePace;
import dev.reconciler.worker.port.CommandServices;
import dev.reconciler.worker.port.Demonstration;
import dev.reconciler.worker.port.HostRepositories;
import dev.reconciler.worker.port.HostRepository;
import dev.reconciler.worker.port.HostService;
import dev.reconciler.worker.port.Reconciliation;
import dev.reconciler.worker.port.RepositoryDirectory;
import dev.reconciler.worker.port.RunStarter;
import dev.reconciler.worker.port.ServiceRuns;
import dev.reconciler.worker.service.EmbeddedService;
import dev.reconciler.worker.service.InProcessSchedules;
import dev.reconciler.worker.service.LogListener;
import dev.reconciler.worker.service.MaintainedService;
import dev.reconciler.worker.service.ServiceListener;
import dev.reconciler.worker.service.ServiceListeners;
import dev.reconciler.worker.service.TemporalService;
import dev.reconciler.worker.state.CommandSecret;
import dev.reconciler.worker.state.ConflictBook;
import dev.reconciler.worker.state.HostState;
import dev.reconciler.worker.status.RepositoryStatus;
import dev.reconciler.worker.temporal.connection.TemporalProfile;
import dev.reconciler.worker.temporal.embedded.EmbeddedReconciliation;
import dev.reconciler.worker.temporal.embedded.EmbeddedTemporal;
import dev.reconciler.worker.temporal.embedded.SelfRenewingTemporal;
import dev.reconciler.worker.temporal.host.HostConnection;
import dev.reconciler.worker.temporal.host.HostQueues;
import dev.reconciler.worker.temporal.host.HostRegistry;
import dev.reconciler.worker.temporal.host.TemporalServiceRuns;
import dev.reconciler.worker.temporal.host.WorkerObservers;
import dev.reconciler.worker.temporal.status.AskedStatuses;
import dev.reconciler.worker.temporal.status.ConflictSource;
import dev.reconciler.worker.temporal.status.RecentConflicts;
import dev.reconciler.worker.temporal.status.RememberedEnds;
import dev.reconciler.worker.temporal.status.ServiceStatus;
import dev.reconciler.worker.watch.CommitWatch;
import dev.reconciler.worker.watch.WatchingService;
import dev.reconciler.worker.webhook.WebhookHandler;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiFunction;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * Puts the program together: the only class that knows which implementation does what the commands ask for.
 *
 * <p>Every object gets what it needs by its constructor, so that a reader finds the whole of the program in this file.
 */
public final class Assembly implements CommandServices {
    /** The Temporal service inside this process takes twice as long for a run after 3,000 requests. */
    private static final int REQUESTS_UNTIL_WORN = 1_000;

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
        TraceAssembly traces = new TraceAssembly(environment, configuration.host());
        // The health routes answer from the same object that the service reports to.
        Readiness readiness = new Readiness(configuration.repositories().stream()
                .map(RepositoryConfiguration::id)
                .toList());
        HostState state = HostState.open(configuration.state());
        EventLog log = state.openEvents();
        EventFeed events = new EventFeed(log);
        ConflictBook book = state.openCases();
        PositionLooks looks = new PositionLooks(listSettings(configuration, repository -> true));
        HostMetrics metrics = newMetrics(configuration, looks, log, book);
        WorkerObservers observers = new WorkerObservers(
                new EndedRunLog(events),
                metrics.steps(),
                metrics.temporal(),
                ToldCases.goOn(book, events),
                traces.ofTemporal());
        ForeignConflicts origins = new ForeignConflicts(configuration.repositories());
        ConflictWatch branches = new ConflictWatch(book, newTerms(configuration.notices()), origins);
        AutoMaintenance maintenance = new AutoMaintenance();
        RepositoryActivities local = activities.apply(configuration, false);
        if (local instanceof HostActivities host) {
            metrics.showSlots(host::slotUse);
            local = host.keepingCases(branches).tracingCalls(traces.ofCalls()).packingBy(maintenance);
        }
        ServiceListeners listener = new ServiceListeners(readiness, metrics.service());
        ConflictCases cases = new ConflictCases(configuration.repositories(), configuration.identity(), book);
        ConflictSource open = new RecentConflicts(cases);
        HostService service = new MaintainedService(
                embedded
                        ? newEmbeddedService(configuration, local, listener, observers, branches, open)
                        : newTemporalService(configuration, local, listener, observers, branches, open),
                maintenance);
        origins.askHosts(service.directory());
        cases.askHosts(service.directory());
        WebhookHandler webhooks = WebhookAssembly.newHandler(configuration, service.directory(), service.starter());
        CommitWatch watch = newCommitWatch(configuration, service.starter(), events);
        listener.tellOfEnds(watch::bootRunEnded);
        metrics.showWatch(watch);
        OwnRepositories own = new OwnRepositories(configuration.repositories());
        TokenWatch ends = new TokenWatch();
        ConflictApi conflicts = new ConflictApi(configuration, own, cases, service.decisions(), ends);
        String secret = CommandSecret.makeRandom();
        TokenCheck tokens = new TokenCheck(configuration.apiTokens(), secret);
        PageAssembly page = new PageAssembly(configuration, tokens);
        RepositoryBoard board = page.newBoard(log, service.statuses(), cases);
        looks.tell(board::branchFound);
        ApplicationApi api = new ApplicationApi(
                configuration, own, service.starter(), service.waits(), service.statuses(), board, ends);
        List<HttpRoutes> routes = new ArrayList<>(List.of(
                new WebhookRoutes(webhooks, api::requestRun, traces.ofRequests()),
                new ApiRoutes(
                        tokens,
                        api,
                        new CommitApi(own, configuration.identity(), log),
                        new LeaseApi(configuration, own, service.starter(), ends),
                        conflicts,
                        traces.ofRequests()),
                EventRoutes.forTokens(tokens, log),
                new MetricsRoutes(page.access(), metrics),
                new HealthRoutes(readiness)));
        routes.addAll(page.newRoutes(log, board, api, cases, conflicts));
        return traces.addTo(new HttpService(
                new MeteredService(
                        new WatchingService(
                                NoticeAssembly.addNotices(
                                        service,
                                        configuration,
                                        log,
                                        cases,
                                        book,
                                        metrics,
                                        noticePace == null ? NoticePace.REAL : noticePace),
                                watch),
                        metrics),
                configuration.webhook().listen(),
                routes,
                state,
                secret));
    }

    private static CaseTerms newTerms(NoticesConfiguration notices) {
        return new CaseTerms(notices.remindEvery(), notices.escalateAfter());
    }

    private static List<RepositorySettings> listSettings(
            Configuration configuration, Predicate<RepositoryConfiguration> which) {
        return configuration.repositories().stream()
                .filter(which)
                .map(repository -> repository.settings(configuration.identity()))
                .toList();
    }

    private static HostMetrics newMetrics(
            Configuration configuration, PositionLooks looks, EventLog log, ConflictBook book) {
        Map<String, Duration> schedules = new HashMap<>();
        HostRepositories.scheduleIntervals(configuration)
                .forEach((repository, every) -> schedules.put(repository.id().value(), every));
        return new HostMetrics(looks, schedules, book::listOpened, log);
    }

    private static CommitWatch newCommitWatch(Configuration configuration, RunStarter starter, EventFeed events) {
        return new CommitWatch(
                listSettings(configuration, RepositoryConfiguration::watched),
                HostRepositories.of(configuration),
                starter,
                events);
    }

    private HostService newTemporalService(
            Configuration configuration,
            RepositoryActivities local,
            ServiceListener listener,
            WorkerObservers observers,
            ConflictWatch branches,
            ConflictSource open) {
        TemporalProfile profile = readProfile(configuration);
        return new TemporalService(
                new HostConnection(configuration, profile, local, observers, open),
                HostRepositories.of(configuration),
                new ServiceListeners(new LogListener(profile.toString()), listener),
                branches::forgetLooks);
    }

    private HostService newEmbeddedService(
            Configuration configuration,
            RepositoryActivities local,
            ServiceListener listener,
            WorkerObservers observers,
            ConflictWatch branches,
            ConflictSource open) {
        List<HostRepository> own = HostRepositories.of(configuration);
        RememberedEnds ends = new RememberedEnds(observers.outcomes(), InstantSource.system());
        SelfRenewingTemporal temporal = new SelfRenewingTemporal(
                () -> EmbeddedTemporal.start(HostQueues.of(configuration), local, observers.withOutcomes(ends)),
                REQUESTS_UNTIL_WORN,
                branches::forgetLooks);
        return new EmbeddedService(
                temporal,
                own,
                new InProcessSchedules(HostRepositories.scheduleIntervals(configuration)),
                new AskedStatuses(configuration, temporal::askEach, open, ends::find),
                new ServiceListeners(new LogListener("no address, inside this process"), listener));
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
