package dev.reconciler.worker.port;

import dev.reconciler.worker.config.Configuration;
import dev.reconciler.worker.config.RemoteUrl;
import dev.reconciler.worker.config.RepositoryConfiguration;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The repositories of a configuration, as every host may know them. */
public final class HostRepositories {
    /** The budget of a run's retries in the service, where the configuration says nothing. */
    private static final Duration RETRY_FOR = Duration.ofHours(24);

    private static final Pattern USER = Pattern.compile("^([A-Za-z][A-Za-z0-9+.-]*://)?[^/@]*@");

    private HostRepositories() {}

    /** The repositories of a host's own configuration, in its order. */
    public static List<HostRepository> of(Configuration configuration) {
        return configuration.repositories().stream()
                .map(repository -> withoutSecrets(configuration.host(), repository))
                .toList();
    }

    private static HostRepository withoutSecrets(String host, RepositoryConfiguration repository) {
        List<String> remotes = Stream.concat(Stream.of(repository.remote()), repository.aliases().stream())
                .filter(url -> url.transport() != RemoteUrl.UrlTransport.FILE)
                .map(url -> USER.matcher(url.value()).replaceFirst("$1"))
                .toList();
        Duration retryFor = Objects.requireNonNullElse(repository.retryFor(), RETRY_FOR);
        return new HostRepository(repository.id(), host, repository.branch(), remotes, retryFor);
    }

    /** How often the repositories are looked at that have an {@code every}. */
    public static Map<HostRepository, Duration> scheduleIntervals(Configuration configuration) {
        Map<HostRepository, Duration> every = new LinkedHashMap<>();
        for (RepositoryConfiguration repository : configuration.repositories()) {
            if (repository.every() != null) {
                every.put(withoutSecrets(configuration.host(), repository), repository.every());
            }
        }
        return every;
    }
}
