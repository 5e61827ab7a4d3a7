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

/** Makes the {@link HostRepository} values of a configuration: what every host may know of its repositories. */
public final class HostRepositories {
    /** The budget of a run's retries in the service, where the configuration has no {@code retryFor}. */
    private static final Duration RETRY_FOR = Duration.ofHours(24);

    private static final Pattern USER = Pattern.compile("^([A-Za-z][A-Za-z0-9+.-]*://)?[^/@]*@");

    private HostRepositories() {}

    /** Lists the repositories of a host's own configuration, in the order of the file. */
    public static List<HostRepository> of(Configuration configuration) {
        return configuration.repositories().stream()
                .map(repository -> withoutSecrets(configuration.host(), repository))
                .toList();
    }

    private static HostRepository withoutSecrets(String host, RepositoryConfiguration repository) {
        // Other hosts read this value: it has no path of this disk, and no user or password of a URL.
        List<String> remotes = Stream.concat(Stream.of(repository.remote()), repository.aliases().stream())
                .filter(url -> url.transport() != RemoteUrl.UrlTransport.FILE)
                .map(url -> USER.matcher(url.value()).replaceFirst("$1"))
                .toList();
        Duration retryFor = Objects.requireNonNullElse(repository.retryFor(), RETRY_FOR);
        return new HostRepository(repository.id(), host, repository.branch(), remotes, retryFor);
    }

    /** Lists the repositories that have an {@code every}, with that interval, in the order of the file. */
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
