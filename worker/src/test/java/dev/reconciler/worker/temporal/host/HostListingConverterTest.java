package dev.reconciler.worker.temporal.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reconciler.model.BranchName;
import dev.reconciler.model.RepositoryId;
import dev.reconciler.worker.port.HostRepository;
import dev.reconciler.workflow.host.HostListing;
import io.temporal.common.converter.DefaultDataConverter;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class HostListingConverterTest {
    private static final int LIMIT_OF_A_REQUEST = 4 << 20;
    private static final int TIMES_IN_A_REQUEST = 3;

    private static List<HostRepository> repositories(int count) {
        return IntStream.range(0, count)
                .mapToObj(number -> new HostRepository(
                        new RepositoryId("repository-of-department-" + number),
                        "host-1",
                        new BranchName("main"),
                        List.of(
                                "https://git.example.org/departments/data-" + number + ".git",
                                "git@git.example.org:departments/data-" + number + ".git"),
                        Duration.ofHours(24)))
                .toList();
    }

    private static int sizeOf(HostListing listing) {
        return DefaultDataConverter.STANDARD_INSTANCE
                .toPayload(listing)
                .orElseThrow()
                .getSerializedSize();
    }

    @Test
    void aShortListIsReadableByPeople() {
        HostListing listing = HostListingConverter.toListing("host-1", repositories(2), false);

        assertThat(listing.repositories()).hasSize(2);
        assertThat(listing.packed()).isNull();
        assertThat(HostListingConverter.toRepositories(listing)).isEqualTo(repositories(2));
    }

    @Test
    void tenThousandRepositoriesAreFarBelowTheLimitOfARequest() {
        HostListing listing = HostListingConverter.toListing("host-1", repositories(10_000), true);

        assertThat(TIMES_IN_A_REQUEST * sizeOf(listing)).isLessThan(LIMIT_OF_A_REQUEST / 4);
        assertThat(HostListingConverter.toRepositories(listing)).isEqualTo(repositories(10_000));
        // The workflow compares listings to see whether one has changed.
        assertThat(HostListingConverter.toListing("host-1", repositories(10_000), true))
                .isEqualTo(listing);
    }
}
