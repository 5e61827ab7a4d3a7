package dev.reconciler.worker.notice.host;

import dev.reconciler.worker.status.HostRoster.RosterHost;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the looks at one host have seen of it. */
final class HostSighting {
    /** A worker that is started anew, or a machine, is back by then. */
    private static final Duration PATIENCE = Duration.ofMinutes(4);

    /** A clock that jumps makes no time pass. */
    private static final int LOOKS = 3;

    private final String host;
    private @Nullable Instant lookedAt;
    private @Nullable Instant lastPoll;
    private @Nullable Instant absentSince;
    private int absentLooks;
    private @Nullable RosterHost announced;

    HostSighting(String host) {
        this.host = host;
    }

    String host() {
        return host;
    }

    /** When it was last looked at; null: never. */
    @Nullable
    Instant lookedAt() {
        return lookedAt;
    }

    // The two clocks differ, so that is not compared with this one's: a worker that is there asks again before the next
    // look.
    void see(Optional<Instant> poll, Instant now) {
        boolean isThere = poll.isPresent() && !poll.get().equals(lastPoll);
        lastPoll = poll.orElse(lastPoll);
        lookedAt = now;
        if (isThere) {
            absentSince = null;
            absentLooks = 0;
            return;
        }
        absentLooks++;
        if (absentSince == null) {
            absentSince = now;
        }
    }

    /** The looks were interrupted, and the service may have forgotten who asked it. */
    void forgetAbsence() {
        absentSince = null;
        absentLooks = 0;
        lookedAt = null;
    }

    /** What the host has announced, now that it asks for nothing; null: it was retired, or withdrew. */
    void read(@Nullable RosterHost found) {
        announced = found;
    }

    /** Whether it is known to be there, or to be missed by nobody. */
    boolean isFine() {
        return lookedAt != null && (absentSince == null || (hasBeenAbsent() && announced == null));
    }

    /** Whether it did not ask for work before the last look. */
    boolean isAbsent() {
        return absentSince != null;
    }

    /** Whether further looks can wait. */
    boolean isDecided() {
        return !isAbsent() || hasBeenAbsent();
    }

    boolean hasBeenAbsent() {
        return absentSince != null
                && lookedAt != null
                && absentLooks >= LOOKS
                && !lookedAt.isBefore(absentSince.plus(PATIENCE));
    }

    /** The host, where it is gone. */
    Optional<GoneHost> findGone() {
        if (!hasBeenAbsent() || announced == null || absentSince == null) {
            return Optional.empty();
        }
        return Optional.of(
                new GoneHost(announced.name(), announced.repositories(), lastPoll == null ? absentSince : lastPoll));
    }
}
