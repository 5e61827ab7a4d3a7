package dev.reconciler.worker;

import dev.reconciler.activity.Host;
import dev.reconciler.activity.HostActivities;
import dev.reconciler.activity.HostedRepository;
import dev.reconciler.activity.PlanActivities;
import dev.reconciler.contract.RepositoryActivities;
import dev.reconciler.reload.ReloadCall;
import dev.reconciler.worker.config.Configuration;
import dev.reconciler.worker.config.Reload;
import dev.reconciler.worker.config.RepositoryConfiguration;
import dev.reconciler.worker.demo.ScenesDemonstration;
import dev.reconciler.worker.operation.Demonstration;
import dev.reconciler.worker.operation.Reconciliation;
import dev.reconciler.worker.temporal.EmbeddedReconciliation;
import java.net.URI;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Puts the program together: the one place that knows which implementation does what. */
public final class Assembly {

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
}
