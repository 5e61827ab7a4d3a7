package dev.reconciler.worker.temporal.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reconciler.model.BranchName;
import dev.reconciler.model.RepositoryId;
import dev.reconciler.worker.port.HostRepository;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class RecentDirectoryTest {
    private final AtomicInteger listings = new AtomicInteger();
    private Instant now = Instant.parse("2026-11-26T08:00:00Z");
    private final RecentDirectory directory = new RecentDirectory(
            () -> {
                listings.incrementAndGet();
                return List.of();
            },
            () -> now);

    @Test
    void requestsOfOneSecondShareAListing() {
        directory.repositories();
        now = now.plusMillis(999);
        directory.repositories();
        assertThat(listings).hasValue(1);

        now = now.plusMillis(1);
        directory.repositories();
        assertThat(listings).hasValue(2);
    }

    /** What was made of thousands of URLs is good as long as the list is the same. */
    @Test
    void aListThatIsEqualIsTheSameObject() {
        List<HostRepository> listed = new ArrayList<>(List.of(newRepository("one")));
        RecentDirectory hosts = new RecentDirectory(() -> List.copyOf(listed), () -> now);
        List<HostRepository> first = hosts.repositories();
        now = now.plusSeconds(1);
        assertThat(hosts.repositories()).isSameAs(first);

        listed.add(newRepository("two"));
        now = now.plusSeconds(1);
        assertThat(hosts.repositories()).hasSize(2);
    }

    private static HostRepository newRepository(String id) {
        return new HostRepository(
                new RepositoryId(id), "host", new BranchName("main"), List.of("/srv/" + id), Duration.ofHours(1));
    }

    @Test
    void aClockThatWasSetBackMakesNoListingRecent() {
        directory.repositories();
        now = now.minusSeconds(3_600);
        directory.repositories();

        assertThat(listings).hasValue(2);
    }

    /** Each of them waited in its turn until the service did not answer it either: the last of a hundred for minutes. */
    @Test
    void requestsThatWaitedForAServiceThatIsAwayAreAnsweredAtOnce() {
        RecentDirectory away = new RecentDirectory(
                () -> {
                    listings.incrementAndGet();
                    now = now.plusSeconds(10);
                    throw new IllegalStateException("away");
                },
                () -> now);

        for (int requests = 0; requests < 3; requests++) {
            assertThatThrownBy(away::repositories).hasMessage("away");
        }
        assertThat(listings).hasValue(1);

        now = now.plusSeconds(1);
        assertThatThrownBy(away::repositories).hasMessage("away");
        assertThat(listings).hasValue(2);
    }
}
