package dev.reconciler.worker;

import dev.reconciler.activity.HostActivities;
import dev.reconciler.contract.CaseTerms;
import dev.reconciler.contract.RepositoryActivities;
import dev.reconciler.git.conflict.ConflictWatch;
import dev.reconciler.git.maintenance.AutoMaintenance;
import dev.reconciler.git.repository.RepositorySettings;
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
import dev.reconciler.worker.conflict.ConflictCases;
import dev.reconciler.worker.conflict.ForeignConflicts;
import dev.reconciler.worker.conflict.ToldCases;
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
import dev.reconciler.worker.metrics.HostMetrics;
import dev.reconciler.worker.metrics.MeteredService;
import dev.reconciler.worker.metrics.MetricsRoutes;
import dev.reconciler.worker.metrics.PositionLooks;
import dev.reconciler.worker.notice.NoticePace;
import dev.reconciler.worker.port.HostRepositories;
import dev.reconciler.worker.port.HostRepository;
import dev.reconciler.worker.port.HostService;
import dev.reconciler.worker.port.RunStarter;
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
import dev.reconciler.worker.temporal.connection.TemporalProfile;
import dev.reconciler.worker.temporal.embedded.EmbeddedTemporal;
import dev.reconciler.worker.temporal.embedded.SelfRenewingTemporal;
import dev.reconciler.worker.temporal.host.HostConnection;
import dev.reconciler.worker.temporal.host.HostQueues;
import dev.reconciler.worker.temporal.host.WorkerObservers;
import dev.reconciler.worker.temporal.status.AskedStatuses;
import dev.reconciler.worker.temporal.status.ConflictSource;
import dev.reconciler.worker.temporal.status.RecentConflicts;
import dev.reconciler.worker.temporal.status.RememberedEnds;
import dev.reconciler.worker.watch.CommitWatch;
import dev.reconciler.worker.watch.WatchingService;
import dev.reconciler.worker.webhook.WebhookHandler;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Puts together what {@code worker} runs, for the {@link Assembly}. */
final class ServiceAssembly {
    /** The Temporal service inside this process takes twice as long for a run after 3,000 requests. */
    private static final int REQUESTS_UNTIL_WORN = 1_000;

    private final Configuration configuration;
    private final RepositoryActivities activities;
    private final Map<String, String> environment;

    /** Null: the real one. */
    private final @Nullable NoticePace noticePace;

    /**
     * @param activities of the host
     * @param environment says where Temporal is, and whether runs are traced
     * @param noticePace how the time passes for notices; null for the real one
     */
    ServiceAssembly(
            Configuration configuration,
            RepositoryActivities activities,
            Map<String, String> environment,
            @Nullable NoticePace noticePace) {
        this.configuration = configuration;
        this.activities = activities;
        this.environment = environment;
        this.noticePace = noticePace;
    }

    /**
     * Makes the service.
     *
     * @param embedded whether on a Temporal service inside this process
     */
    HostService newService(boolean embedded) {
        TraceAssembly traces = new TraceAssembly(environment, configuration.host());
        // The health routes answer from the same object that the service reports to.
        Readiness readiness = new Readiness(configuration.repositories().stream()
                .map(RepositoryConfiguration::id)
                .toList());
        HostState state = HostState.open(configuration.state());
        EventLog log = state.openEvents();
        EventFeed events = new EventFeed(log);
        ConflictBook book = state.openCases();
        PositionLooks looks = new PositionLooks(listSettings(repository -> true));
        HostMetrics metrics = newMetrics(looks, log, book);
        WorkerObservers observers = new WorkerObservers(
                new EndedRunLog(events),
                metrics.steps(),
                metrics.temporal(),
                ToldCases.goOn(book, events),
                traces.ofTemporal());
        ForeignConflicts origins = new ForeignConflicts(configuration.repositories());
        ConflictWatch branches = new ConflictWatch(book, newTerms(), origins);
        AutoMaintenance maintenance = new AutoMaintenance();
        RepositoryActivities local = activities;
        if (activities instanceof HostActivities host) {
            metrics.showSlots(host::slotUse);
            local = host.keepingCases(branches).tracingCalls(traces.ofCalls()).packingBy(maintenance);
        }
        ServiceListeners listener = new ServiceListeners(readiness, metrics.service());
        ConflictCases cases = new ConflictCases(configuration.repositories(), configuration.identity(), book);
        ConflictSource open = new RecentConflicts(cases);
        HostService service = new MaintainedService(
                embedded
                        ? newEmbeddedService(local, listener, observers, branches, open)
                        : newTemporalService(local, listener, observers, branches, open),
                maintenance);
        origins.askHosts(service.directory());
        cases.askHosts(service.directory());
        WebhookHandler webhooks = WebhookAssembly.newHandler(configuration, service.directory(), service.starter());
        CommitWatch watch = newCommitWatch(service.starter(), events);
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

    private CaseTerms newTerms() {
        NoticesConfiguration notices = configuration.notices();
        return new CaseTerms(notices.remindEvery(), notices.escalateAfter());
    }

    private List<RepositorySettings> listSettings(Predicate<RepositoryConfiguration> which) {
        return configuration.repositories().stream()
                .filter(which)
                .map(repository -> repository.settings(configuration.identity()))
                .toList();
    }

    private HostMetrics newMetrics(PositionLooks looks, EventLog log, ConflictBook book) {
        Map<String, Duration> schedules = new HashMap<>();
        HostRepositories.scheduleIntervals(configuration)
                .forEach((repository, every) -> schedules.put(repository.id().value(), every));
        return new HostMetrics(looks, schedules, book::listOpened, log);
    }

    private CommitWatch newCommitWatch(RunStarter starter, EventFeed events) {
        return new CommitWatch(
                listSettings(RepositoryConfiguration::watched), HostRepositories.of(configuration), starter, events);
    }

    private HostService newTemporalService(
            RepositoryActivities local,
            ServiceListener listener,
            WorkerObservers observers,
            ConflictWatch branches,
            ConflictSource open) {
        TemporalProfile profile = TemporalProfile.of(configuration.temporal(), environment);
        return new TemporalService(
                new HostConnection(configuration, profile, local, observers, open),
                HostRepositories.of(configuration),
                new ServiceListeners(new LogListener(profile.toString()), listener),
                branches::forgetLooks);
    }

    private HostService newEmbeddedService(
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
}
