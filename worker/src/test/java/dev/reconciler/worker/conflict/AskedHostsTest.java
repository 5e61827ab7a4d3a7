package dev.reconciler.worker.conflict;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reconciler.model.BranchName;
import dev.reconciler.model.RepositoryId;
import dev.reconciler.worker.port.HostRepository;
import dev.reconciler.worker.port.TemporalUnavailableException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What a command hears of other hosts. */
class AskedHostsTest {
    private final AtomicInteger asked = new AtomicInteger();

    @Test
    void aCommandAsksOnceForAllConflicts() {
        HostRepository other = new HostRepository(
                new RepositoryId("other"),
                "other-host",
                new BranchName("main"),
                List.of("https://git.example.org/data"),
                Duration.ofHours(1));
        AskedHosts hosts = new AskedHosts(() -> {
            asked.incrementAndGet();
            return List.of(other);
        });
        assertThat(asked).hasValue(0);

        assertThat(hosts.repositories()).containsExactly(other);
        assertThat(hosts.repositories()).containsExactly(other);
        assertThat(asked).hasValue(1);
    }

    /** A list of conflicts would wait for each anew, and a host that has no service would have none to act on. */
    @Test
    void aServiceThatIsAwayIsAskedOnceAndNoOtherHostIsKnown() {
        AskedHosts hosts = new AskedHosts(() -> {
            asked.incrementAndGet();
            throw new TemporalUnavailableException("away", new IllegalStateException());
        });

        assertThat(hosts.repositories()).isEmpty();
        assertThat(hosts.repositories()).isEmpty();
        assertThat(asked).hasValue(1);
    }
}
