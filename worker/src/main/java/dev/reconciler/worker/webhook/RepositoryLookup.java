package dev.reconciler.worker.webhook;

import dev.reconciler.git.remote.transport.RepositoryAddress;
import dev.reconciler.worker.port.HostRepository;
import dev.reconciler.worker.port.RepositoryDirectory;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Finds the repositories that a request names by their {@link RepositoryAddress}: the repositories of this host first,
 * then those of other hosts.
 */
public final class RepositoryLookup {
    private final Map<String, HostRepository> ownById;
    private final RepositoryDirectory directory;
    private @Nullable KnownRepositories latest;

    /**
     * @param own the repositories of this host
     * @param directory the repositories of every host; each request asks it anew, since hosts come and go
     */
    public RepositoryLookup(List<HostRepository> own, RepositoryDirectory directory) {
        Map<String, HostRepository> byId = new LinkedHashMap<>();
        own.forEach(repository -> byId.put(repository.id().value(), repository));
        this.ownById = Collections.unmodifiableMap(byId);
        this.directory = directory;
    }

    /**
     * Finds the repositories that have one of the URLs. One remote may have clones on several hosts or for several
     * branches.
     */
    List<HostRepository> findByUrls(Collection<String> urls) {
        KnownRepositories known = knownRepositories();
        return addressesOf(urls)
                .flatMap(address -> known.byAddress().getOrDefault(address, List.of()).stream())
                .distinct()
                .toList();
    }

    /** Finds the repository that has the id, or else the repositories that have the URL. */
    List<HostRepository> findByIdOrUrl(String idOrUrl) {
        // An id of this host is found without the directory, and so while Temporal is away too.
        Optional<HostRepository> here = Optional.ofNullable(ownById.get(idOrUrl));
        return here.or(() -> Optional.ofNullable(knownRepositories().byId().get(idOrUrl)))
                .map(List::of)
                .orElseGet(() -> findByUrls(List.of(idOrUrl)));
    }

    // Thousands of URLs are read once for all requests that find the same list.
    private synchronized KnownRepositories knownRepositories() {
        List<HostRepository> listed = directory.repositories();
        if (latest == null || latest.listed() != listed) {
            latest = newKnownRepositories(listed);
        }
        return latest;
    }

    // This host's own configuration is newer than what the directory says of this host, so its repositories come first.
    private KnownRepositories newKnownRepositories(List<HostRepository> listed) {
        Map<String, HostRepository> byId = new LinkedHashMap<>(ownById);
        listed.forEach(repository -> byId.putIfAbsent(repository.id().value(), repository));
        Map<RepositoryAddress, List<HostRepository>> byAddress = new HashMap<>();
        byId.values().forEach(repository -> addressesOf(repository.remotes()).forEach(address -> byAddress
                .computeIfAbsent(address, first -> new ArrayList<>())
                .add(repository)));
        return new KnownRepositories(listed, byId, byAddress);
    }

    private static Stream<RepositoryAddress> addressesOf(Collection<String> urls) {
        return urls.stream()
                .map(RepositoryAddress::of)
                .flatMap(Optional::stream)
                .distinct();
    }

    /** The repositories of all hosts, by what requests name them by; {@code listed} is what they were made of. */
    private record KnownRepositories(
            List<HostRepository> listed,
            Map<String, HostRepository> byId,
            Map<RepositoryAddress, List<HostRepository>> byAddress) {}
}
