package dev.reconciler.worker.temporal.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reconciler.model.BranchName;
import dev.reconciler.model.RepositoryId;
import dev.reconciler.worker.port.HostRepository;
import io.temporal.api.common.v1.Payload;
import io.temporal.common.converter.DefaultDataConverter;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class UnpackedListingsTest {
    private final UnpackedListings listings = new UnpackedListings();

    private static Payload newListing(String host, int count) {
        List<HostRepository> repositories = IntStream.range(0, count)
                .mapToObj(number -> new HostRepository(
                        new RepositoryId(host + "-" + number),
                        host,
                        new BranchName("main"),
                        List.of("https://git.example.org/" + number + ".git"),
                        Duration.ofHours(24)))
                .toList();
        return DefaultDataConverter.STANDARD_INSTANCE
                .toPayload(HostListingConverter.toListing(host, repositories, false))
                .orElseThrow();
    }

    @Test
    void aListingThatSaysTheSameIsNotUnpackedAgain() {
        List<HostRepository> first = listings.unpackAll(Stream.of(newListing("one", 501), newListing("two", 1)));
        List<HostRepository> second = listings.unpackAll(Stream.of(newListing("one", 501), newListing("two", 2)));

        assertThat(first).hasSize(502);
        assertThat(second).hasSize(503);
        assertThat(second.get(500)).isSameAs(first.get(500));
        assertThat(second.get(501)).isNotSameAs(first.get(501)).isEqualTo(first.get(501));
    }

    @Test
    void aHostThatIsGoneIsForgotten() {
        List<HostRepository> first = listings.unpackAll(Stream.of(newListing("one", 2)));

        assertThat(listings.unpackAll(Stream.of())).isEmpty();
        assertThat(listings.unpackAll(Stream.of(newListing("one", 2))).get(0)).isNotSameAs(first.get(0));
    }
}
