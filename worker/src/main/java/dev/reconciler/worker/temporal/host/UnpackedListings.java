package dev.reconciler.worker.temporal.host;

import dev.reconciler.worker.port.HostRepository;
import dev.reconciler.workflow.host.HostListing;
import io.temporal.api.common.v1.Payload;
import io.temporal.common.converter.DefaultDataConverter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The repositories of listings. One that says the same as at the last call is not unpacked again: with webhooks it is read
 * each second, and has thousands of repositories. Safe for use by several threads.
 */
final class UnpackedListings {
    private Map<Payload, List<HostRepository>> latest = Map.of();

    /** Unpacks the listings of all hosts, and forgets those that are not among them. */
    synchronized List<HostRepository> unpackAll(Stream<Payload> listings) {
        Map<Payload, List<HostRepository>> now = new HashMap<>();
        List<HostRepository> all = listings.flatMap(each -> now.computeIfAbsent(each, this::unpack).stream())
                .toList();
        latest = now;
        return all;
    }

    private List<HostRepository> unpack(Payload listing) {
        List<HostRepository> known = latest.get(listing);
        return known == null
                ? HostListingConverter.toRepositories(read(listing)).toList()
                : known;
    }

    /** Reads a listing without unpacking it. */
    static HostListing read(Payload listing) {
        return DefaultDataConverter.STANDARD_INSTANCE.fromPayload(listing, HostListing.class, HostListing.class);
    }
}
