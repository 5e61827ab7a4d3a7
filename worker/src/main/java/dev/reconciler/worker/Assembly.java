package dev.reconciler.worker;

import dev.reconciler.activity.Host;
import dev.reconciler.activity.HostActivities;
import dev.reconciler.activity.HostedRepository;
import dev.reconciler.activity.PlanActivities;
import dev.reconciler.contract.RepositoryActivities;
import dev.reconciler.git.RepositorySettings;
import dev.reconciler.reload.ReloadCall;
import dev.reconciler.worker.config.Configuration;
import dev.reconciler.worker.config.Reload;
import dev.reconciler.worker.config.RemoteUrl;
import dev.reconciler.worker.config.RepositoryConfiguration;
import dev.reconciler.worker.demo.ScenesDemonstration;
import dev.reconciler.worker.http.HealthRoutes;
import dev.reconciler.worker.http.HttpService;
import dev.reconciler.worker.http.Readiness;
import dev.reconciler.worker.http.WebhookRoutes;
import dev.reconciler.worker.operation.Demonstration;
import dev.reconciler.worker.operation.Directory;
import dev.reconciler.worker.operation.HostRepositories;
import dev.reconciler.worker.operation.HostRepository;
import dev.reconciler.worker.operation.HostService;
import dev.reconciler.worker.operation.Operations;
import dev.reconciler.worker.operation.Reconciliation;
import dev.reconciler.worker.operation.RemoteRuns;
import dev.reconciler.worker.operation.Starter;
import dev.reconciler.worker.service.EmbeddedService;
import dev.reconciler.worker.service.Listeners;
import dev.reconciler.worker.service.LogListener;
import dev.reconciler.worker.service.TemporalService;
import dev.reconciler.worker.service.Timers;
import dev.reconciler.worker.status.RepositoryStatus;
import dev.reconciler.worker.temporal.EmbeddedReconciliation;
import dev.reconciler.worker.temporal.EmbeddedTemporal;
import dev.reconciler.worker.temporal.HostConnection;
import dev.reconciler.worker.temporal.RecycledTemporal;
import dev.reconciler.worker.temporal.ServiceRuns;
import dev.reconciler.worker.temporal.ServiceStatus;
import dev.reconciler.worker.temporal.TemporalProfile;
import dev.reconciler.worker.webhook.Echo;
import dev.reconciler.worker.webhook.Repositories;
import dev.reconciler.worker.webhook.Webhooks;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Puts the program together: the one place that knows which implementation does what. */
public final class Assembly implements Operations {
    /** The in-process service takes twice as long for a run after 3,000 of them. */
    private static final int WORN = 1_000;

    /** A transport that hangs, and whose activity was given up, must not take the place of another. */
    private static final int SPARE = 2;

    private final BiFunction<Configuration, Boolean, RepositoryActivities> activities;

    /** The program as it ships. */
    public Assembly() {
        this(Assembly::activities);
    }

    /** @param activities for a configuration, and whether they only look */
    public Assembly(BiFunction<Configuration, Boolean, RepositoryActivities> activities) {
        this.activities = activities;
    }

    @Override
    public Reconciliation reconciliation() {
        return new EmbeddedReconciliation(activities);
    }

    @Override
    public Demonstration demonstration() {
        return new ScenesDemonstration(reconciliation());
    }

    @Override
    public HostService service(Configuration configuration, boolean embedded) {
        Readiness readiness = new Readiness(configuration.repositories().stream()
                .map(RepositoryConfiguration::id)
                .toList());
        HostService service = embedded ? embedded(configuration, readiness) : full(configuration, readiness);
        Webhooks webhooks = webhooks(configuration, service.directory(), service.starter());
        return new HttpService(
                service,
                configuration.webhook().listen(),
                List.of(new WebhookRoutes(webhooks), new HealthRoutes(readiness)));
    }

    private HostService full(Configuration configuration, Readiness readiness) {
        TemporalProfile profile = profile(configuration);
        return new TemporalService(
                new HostConnection(configuration, profile, activities.apply(configuration, false)),
                HostRepositories.of(configuration),
                new Listeners(new LogListener(profile.toString()), readiness));
    }

    private HostService embedded(Configuration configuration, Readiness readiness) {
        RepositoryActivities local = activities.apply(configuration, false);
        int concurrency = SPARE * configuration.repositories().size();
        return new EmbeddedService(
                new RecycledTemporal(() -> EmbeddedTemporal.start(configuration.host(), local, concurrency), WORN),
                HostRepositories.of(configuration),
                new Timers(HostRepositories.every(configuration)),
                new Listeners(new LogListener("no address, inside this process"), readiness));
    }

    @Override
    public RemoteRuns remoteRuns(Configuration configuration) {
        return new ServiceRuns(profile(configuration));
    }

    @Override
    public List<RepositoryStatus> status(Configuration configuration) {
        return ServiceStatus.read(profile(configuration), configuration);
    }

    private static TemporalProfile profile(Configuration configuration) {
        return TemporalProfile.of(configuration.temporal(), System.getenv());
    }

    /** What a host does for the workflow; where {@code planned}, it only looks. */
    public static RepositoryActivities activities(Configuration configuration, boolean planned) {
        Host host = new Host(
                configuration.host(),
                configuration.repositories().stream()
                        .map(repository -> hosted(configuration, repository))
                        .toList());
        return planned ? new PlanActivities(host) : new HostActivities(host);
    }

    private static HostedRepository hosted(Configuration configuration, RepositoryConfiguration repository) {
        return new HostedRepository(repository.settings(configuration.identity()), call(repository.reload()));
    }

    private static Optional<ReloadCall> call(@Nullable Reload reload) {
        return reload == null
                ? Optional.empty()
                : Optional.of(new ReloadCall(URI.create(reload.url()), Optional.ofNullable(reload.token())));
    }

    /** What is done about the requests of forges and CI jobs. */
    public static Webhooks webhooks(Configuration configuration, Directory directory, Starter starter) {
        List<HostRepository> own = HostRepositories.of(configuration).stream()
                .map(repository -> own(configuration, repository))
                .toList();
        List<RepositorySettings> here = configuration.repositories().stream()
                .map(repository -> repository.settings(configuration.identity()))
                .toList();
        return new Webhooks(configuration.webhook(), new Repositories(own, directory), new Echo(here), starter);
    }

    /** Here a repository is known by a remote on this disk too, which means nothing to other hosts. */
    private static HostRepository own(Configuration configuration, HostRepository listed) {
        List<String> remotes = configuration.repositories().stream()
                .filter(repository -> repository.id().equals(listed.id()))
                .flatMap(repository -> Stream.concat(Stream.of(repository.remote()), repository.aliases().stream()))
                .map(RemoteUrl::value)
                .toList();
        return new HostRepository(listed.id(), listed.host(), listed.branch(), remotes, listed.retryFor());
    }
}
