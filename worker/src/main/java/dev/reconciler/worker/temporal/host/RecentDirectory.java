package dev.reconciler.worker.temporal.host;

import dev.reconciler.worker.port.HostRepository;
import dev.reconciler.worker.port.RepositoryDirectory;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Lists the repositories of all hosts at most once a second, however many requests ask for them. Temporal itself shows a
 * host that announces itself a second later, and the host's own first run serves what came before. A list that is equal
 * to the one before is the same object.
 */
final class RecentDirectory implements RepositoryDirectory {
    private static final Duration RECENT = Duration.ofSeconds(1);

    private final RepositoryDirectory listing;
    private final InstantSource clock;
    private Instant listedAt = Instant.MIN;
    private List<HostRepository> listed = List.of();

    /** Why the latest listing failed; null where it did not. */
    private @Nullable RuntimeException failure;

    RecentDirectory(RepositoryDirectory listing, InstantSource clock) {
        this.listing = listing;
        this.clock = clock;
    }

    @Override
    public synchronized List<HostRepository> repositories() {
        Instant now = clock.instant();
        // A clock that was set back does not make the list recent.
        if (now.isBefore(listedAt) || !now.isBefore(listedAt.plus(RECENT))) {
            listAnew(now);
        }
        if (failure != null) {
            throw failure;
        }
        return listed;
    }

    // A service that is away may take long to say so. Those that have waited for it meanwhile need not ask it again.
    private void listAnew(Instant began) {
        try {
            List<HostRepository> now = listing.repositories();
            // Who has made something of the list need not make it again of one that is equal.
            listed = now.equals(listed) ? listed : List.copyOf(now);
            failure = null;
            listedAt = began;
        } catch (RuntimeException away) {
            failure = away;
            listedAt = clock.instant();
        }
    }
}
