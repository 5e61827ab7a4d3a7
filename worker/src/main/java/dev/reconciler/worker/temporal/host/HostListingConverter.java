package dev.reconciler.worker.temporal.host;

import dev.reconciler.worker.port.HostRepository;
import dev.reconciler.workflow.host.HostListing;
import dev.reconciler.workflow.host.HostListing.ListedRepository;
import io.temporal.api.common.v1.Payload;
import io.temporal.common.converter.DataConverter;
import io.temporal.common.converter.DefaultDataConverter;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * Converts between the repositories of a host and the {@link HostListing} by which the host tells others of them.
 *
 * <p>A listing is three times in the request that announces it, and Temporal takes no request over 4 MiB: a long one is
 * packed, which makes it ten times shorter.
 */
final class HostListingConverter {
    /** So many are written as they are: people read them in Temporal's UI, and a worker of an earlier version can. */
    private static final int MOST_IN_PLAIN = 500;

    private static final DataConverter CONVERTER = DefaultDataConverter.STANDARD_INSTANCE;

    private HostListingConverter() {}

    /** @param notices whether the host tells people of other hosts that are gone */
    static HostListing toListing(String host, List<HostRepository> repositories, boolean notices) {
        HostListing plain = new HostListing(
                host,
                repositories.stream()
                        .map(it -> new ListedRepository(it.id(), it.branch(), it.remotes(), it.retryFor()))
                        .toList(),
                null,
                notices);
        return repositories.size() <= MOST_IN_PLAIN ? plain : new HostListing(host, List.of(), pack(plain), notices);
    }

    static Stream<HostRepository> toRepositories(HostListing listing) {
        return unpack(listing).repositories().stream()
                .map(it -> new HostRepository(it.id(), listing.host(), it.branch(), it.remotes(), it.retryFor()));
    }

    private static String pack(HostListing plain) {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (OutputStream zipped = new GZIPOutputStream(packed)) {
            CONVERTER.toPayload(plain).orElseThrow().writeTo(zipped);
        } catch (IOException inMemory) {
            throw new UncheckedIOException(inMemory);
        }
        return Base64.getEncoder().encodeToString(packed.toByteArray());
    }

    private static HostListing unpack(HostListing listing) {
        String packed = listing.packed();
        if (packed == null) {
            return listing;
        }
        byte[] bytes = Base64.getDecoder().decode(packed);
        try (InputStream zipped = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
            return CONVERTER.fromPayload(Payload.parseFrom(zipped), HostListing.class, HostListing.class);
        } catch (IOException unreadable) {
            throw new UncheckedIOException("the listing of host " + listing.host(), unreadable);
        }
    }
}
