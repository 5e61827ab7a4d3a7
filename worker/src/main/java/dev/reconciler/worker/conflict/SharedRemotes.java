package dev.reconciler.worker.conflict;

import dev.reconciler.git.remote.transport.RepositoryAddress;
import dev.reconciler.worker.config.RemoteUrl;
import dev.reconciler.worker.config.RepositoryConfiguration;
import dev.reconciler.worker.port.HostRepository;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * Which repositories have the same remote, however each writes its URL: with or without {@code .git}, by another transport,
 * as a path or a link to it, or as an alias. Safe for use by several threads.
 */
final class SharedRemotes {
    private final List<RepositoryConfiguration> own;
    /** Every look at a conflict asks for all of them. */
    private final Map<String, Optional<RepositoryAddress>> known = new ConcurrentHashMap<>();

    /** @param own every repository of this host */
    SharedRemotes(Collection<RepositoryConfiguration> own) {
        this.own = List.copyOf(own);
    }

    /** The other repositories of this host with the remote of that one. */
    List<RepositoryConfiguration> findOthers(RepositoryConfiguration repository) {
        List<RepositoryAddress> addresses = listAddresses(repository);
        return own.stream()
                .filter(other -> !other.id().equals(repository.id())
                        && listAddresses(other).stream().anyMatch(addresses::contains))
                .toList();
    }

    /** Those of other hosts with the remote of that one. */
    List<HostRepository> findOthers(RepositoryConfiguration repository, List<HostRepository> listed) {
        List<RepositoryAddress> addresses = listAddresses(repository);
        return listed.stream()
                .filter(other -> !other.id().equals(repository.id())
                        && other.remotes().stream().anyMatch(url -> findAddress(url)
                                .filter(addresses::contains)
                                .isPresent()))
                .toList();
    }

    private List<RepositoryAddress> listAddresses(RepositoryConfiguration repository) {
        return Stream.concat(Stream.of(repository.remote()), repository.aliases().stream())
                .flatMap(url -> findAddress(url).stream())
                .toList();
    }

    private Optional<RepositoryAddress> findAddress(RemoteUrl url) {
        return known.computeIfAbsent(
                url.value(),
                value -> RepositoryAddress.of(url.findPath().map(Path::toString).orElse(value)));
    }

    private Optional<RepositoryAddress> findAddress(String url) {
        return known.computeIfAbsent(url, RepositoryAddress::of);
    }
}
