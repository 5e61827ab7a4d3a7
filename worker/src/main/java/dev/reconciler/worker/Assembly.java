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
import dev.reconciler.worker.operation.Demonstration;
import dev.reconciler.worker.operation.Directory;
import dev.reconciler.worker.operation.HostRepository;
import dev.reconciler.worker.operation.Reconciliation;
import dev.reconciler.worker.operation.Starter;
import dev.reconciler.worker.temporal.EmbeddedReconciliation;
import dev.reconciler.worker.webhook.Echo;
import dev.reconciler.worker.webhook.Repositories;
import dev.reconciler.worker.webhook.Webhooks;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Puts the program together: the one place that knows which implementation does what. */
public final class Assembly {
    /** The budget of a run's retries in the service, where the configuration says nothing. */
    private static final Duration RETRY_FOR = Duration.ofHours(24);

    /** On the Temporal service inside this process. */
    public Reconciliation reconciliation() {
        return new EmbeddedReconciliation(Assembly::activities);
    }

    /** On throw-away repositories. */
    public Demonstration demonstration() {
        return new ScenesDemonstration(reconciliation());
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
        List<HostRepository> own = configuration.repositories().stream()
                .map(repository -> own(configuration.host(), repository))
                .toList();
        List<RepositorySettings> here = configuration.repositories().stream()
                .map(repository -> repository.settings(configuration.identity()))
                .toList();
        return new Webhooks(configuration.webhook(), new Repositories(own, directory), new Echo(here), starter);
    }

    private static HostRepository own(String host, RepositoryConfiguration repository) {
        List<String> remotes = Stream.concat(Stream.of(repository.remote()), repository.aliases().stream())
                .map(RemoteUrl::value)
                .toList();
        Duration retryFor = Objects.requireNonNullElse(repository.retryFor(), RETRY_FOR);
        return new HostRepository(repository.id(), host, repository.branch(), remotes, retryFor);
    }
}
