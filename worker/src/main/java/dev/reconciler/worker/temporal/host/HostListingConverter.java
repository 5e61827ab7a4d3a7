package dev.reconciler.worker.temporal.host;

import dev.reconciler.worker.port.HostRepository;
import dev.reconciler.workflow.host.HostListing;
import java.util.List;
import java.util.stream.Stream;

/** Converts between the repositories of a host and the {@link HostListing} by which the host tells others of them. */
final class HostListingConverter {
    private HostListingConverter() {}

    static HostListing toListing(String host, List<HostRepository> repositories) {
        return new HostListing(
                host,
                repositories.stream()
                        .map(it -> new HostListing.ListedRepository(it.id(), it.branch(), it.remotes(), it.retryFor()))
                        .toList());
    }

    static Stream<HostRepository> toRepositories(HostListing listing) {
        return listing.repositories().stream()
                .map(it -> new HostRepository(it.id(), listing.host(), it.branch(), it.remotes(), it.retryFor()));
    }
}
