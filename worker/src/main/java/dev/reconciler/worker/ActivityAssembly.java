package dev.reconciler.worker;

import dev.reconciler.activity.HostActivities;
import dev.reconciler.activity.HostedRepositories;
import dev.reconciler.activity.HostedRepository;
import dev.reconciler.activity.PlanActivities;
import dev.reconciler.contract.RepositoryActivities;
import dev.reconciler.git.settings.InheritedEnvironment;
import dev.reconciler.reload.ReloadCall;
import dev.reconciler.worker.config.Configuration;
import dev.reconciler.worker.config.ReloadConfiguration;
import dev.reconciler.worker.config.RepositoryConfiguration;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Puts the activities of a host together, for the {@link Assembly}. */
public final class ActivityAssembly {
    /** What the environment may hold of the way to the Temporal service. */
    private static final List<String> SECRETS_OF_TEMPORAL =
            List.of("TEMPORAL_API_KEY", "TEMPORAL_TLS_CLIENT_KEY_DATA", "TEMPORAL_CODEC_AUTH");

    /** The login to a collector of traces. */
    private static final Pattern HEADERS_OF_TRACES = Pattern.compile("OTEL_EXPORTER_OTLP_(.*_)?HEADERS");

    /** Variables that name headers of its requests, the login among them. */
    private static final String HEADERS_OF_TEMPORAL = "TEMPORAL_GRPC_META_";

    private ActivityAssembly() {}

    /** Makes the activities that a host runs for the workflow; where {@code planned}, they look and change nothing. */
    public static RepositoryActivities newActivities(Configuration configuration, boolean planned) {
        InheritedEnvironment.withhold(configuration.secretVariables());
        InheritedEnvironment.withhold(System.getenv().keySet().stream()
                .filter(name -> SECRETS_OF_TEMPORAL.contains(name)
                        || name.startsWith(HEADERS_OF_TEMPORAL)
                        || HEADERS_OF_TRACES.matcher(name).matches())
                .toList());
        HostedRepositories host = new HostedRepositories(
                configuration.host(),
                configuration.repositories().stream()
                        .map(repository -> newHostedRepository(configuration, repository))
                        .toList(),
                configuration.concurrency());
        return planned ? new PlanActivities(host) : new HostActivities(host);
    }

    private static HostedRepository newHostedRepository(
            Configuration configuration, RepositoryConfiguration repository) {
        return new HostedRepository(repository.settings(configuration.identity()), newReloadCall(repository.reload()));
    }

    private static Optional<ReloadCall> newReloadCall(@Nullable ReloadConfiguration reload) {
        return reload == null
                ? Optional.empty()
                : Optional.of(
                        new ReloadCall(URI.create(reload.url()), Optional.ofNullable(reload.token()), reload.before()));
    }
}
