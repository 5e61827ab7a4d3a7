package dev.reconciler.worker.webhook;

import dev.reconciler.model.RepositoryId;
import dev.reconciler.worker.port.HostRepository;
import dev.reconciler.worker.port.RepositoryDirectory;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Finds the repositories that a request names by their {@link RepositoryAddress}: the repositories of this host first,
 * then those of other hosts.
 */
public final class RepositoryLookup {
    private final List<HostRepository> own;
    private final RepositoryDirectory directory;

    /**
     * @param own the repositories of this host
     * @param directory the repositories of every host; each request asks it anew, since hosts come and go
     */
    public RepositoryLookup(List<HostRepository> own, RepositoryDirectory directory) {
        this.own = List.copyOf(own);
        this.directory = directory;
    }

    /**
     * Finds the repositories that have one of the URLs. One remote may have clones on several hosts or for several
     * branches.
     */
    List<HostRepository> findByUrls(Collection<String> urls) {
        Set<RepositoryAddress> addresses = addressesOf(urls);
        return knownRepositories().stream()
                .filter(repository -> addressesOf(repository.remotes()).stream().anyMatch(addresses::contains))
                .toList();
    }

    /** Finds the repository that has the id, or else the repositories that have the URL. */
    List<HostRepository> findByIdOrUrl(String idOrUrl) {
        // An id of this host is found without the directory, and so while Temporal is away too.
        Optional<HostRepository> here = findById(own, idOrUrl);
        if (here.isPresent()) {
            return List.of(here.get());
        }
        return findById(knownRepositories(), idOrUrl).map(List::of).orElseGet(() -> findByUrls(List.of(idOrUrl)));
    }

    private static Optional<HostRepository> findById(Collection<HostRepository> repositories, String id) {
        return repositories.stream()
                .filter(repository -> repository.id().value().equals(id))
                .findFirst();
    }

    // This host's own configuration is newer than what the directory says of this host, so its repositories come first.
    private Collection<HostRepository> knownRepositories() {
        Map<RepositoryId, HostRepository> known = new LinkedHashMap<>();
        own.forEach(repository -> known.put(repository.id(), repository));
        directory.repositories().forEach(repository -> known.putIfAbsent(repository.id(), repository));
        return known.values();
    }

    private static Set<RepositoryAddress> addressesOf(Collection<String> urls) {
        return urls.stream()
                .map(RepositoryAddress::of)
                .flatMap(Optional::stream)
                .collect(Collectors.toUnmodifiableSet());
    }
}
