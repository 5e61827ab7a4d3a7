package dev.reconciler.worker.temporal.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
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
