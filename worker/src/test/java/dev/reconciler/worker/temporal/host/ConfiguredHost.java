package dev.reconciler.worker.temporal.host;

import dev.reconciler.activity.HostConcurrency;
import dev.reconciler.contract.RepositoryActivities;
import dev.reconciler.git.repository.CommitterIdentity;
import dev.reconciler.model.BranchName;
import dev.reconciler.model.RepositoryId;
import dev.reconciler.worker.config.Configuration;
import dev.reconciler.worker.config.RemoteUrl;
import dev.reconciler.worker.config.RepositoryConfiguration;
import dev.reconciler.worker.config.TemporalTarget;
import dev.reconciler.worker.temporal.connection.TemporalProfile;
import dev.reconciler.worker.temporal.embedded.FetchingActivities;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/** A host with a name of its own, as its configuration has it, whose fetches find both sides equal. */
public final class ConfiguredHost {
    private final Configuration configuration;
    private final TemporalProfile profile;

    /** @param address the Temporal service */
    public ConfiguredHost(String address, String... ids) {
        this.configuration = new Configuration(
                "host-" + UUID.randomUUID(),
                Path.of("/nowhere"),
                new CommitterIdentity("Data", "data@example.org"),
                HostConcurrency.ofMachine(),
                Stream.of(ids).map(ConfiguredHost::repository).toList());
        this.profile = TemporalProfile.of(TemporalTarget.UNSET, Map.of("TEMPORAL_ADDRESS", address));
    }

    private static RepositoryConfiguration repository(String id) {
        return new RepositoryConfiguration(
                new RepositoryId(id),
                Path.of("/srv", id),
                new RemoteUrl("https://git.example.org/" + id, RemoteUrl.UrlTransport.HTTP),
                new BranchName("main"),
                true);
    }

    /** An id that no other test has. */
    public static String freshId() {
        return "data-" + UUID.randomUUID();
    }

    public Configuration configuration() {
        return configuration;
    }

    public String name() {
        return configuration.host();
    }

    TemporalProfile profile() {
        return profile;
    }

    public HostConnection connect() {
        RepositoryActivities activities = FetchingActivities.of(request -> FetchingActivities.inSync());
        return new HostConnection(
                configuration, profile, activities, WorkerObservers.of(result -> {}), repository -> Optional.empty());
    }
}
