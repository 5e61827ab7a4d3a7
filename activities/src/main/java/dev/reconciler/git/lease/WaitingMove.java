package dev.reconciler.git.lease;

import dev.reconciler.git.error.LeaseHeldException;
import dev.reconciler.git.repository.DataRepository;
import dev.reconciler.git.state.NoteFile;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * The file {@code reconciler/<branch>.waits} in a git directory: until when a move of the branch, which waits for the end
 * of a lease, goes before the next lease.
 *
 * <p>Each look of a run that still has to wait writes it anew; a run that was killed holds up leases for a minute. The
 * caller of each method has the repository's lock.
 */
public final class WaitingMove {
    static final String ENDING = ".waits";

    /** A run looks again within this time, the fetch before it included. */
    private static final Duration COUNTS_FOR = Duration.ofSeconds(60);

    private final DataRepository repository;
    private final NoteFile file;
    private final InstantSource clock;

    /** A move of that repository's branch. */
    public WaitingMove(DataRepository repository) {
        this(repository, InstantSource.system());
    }

    WaitingMove(DataRepository repository, InstantSource clock) {
        this.repository = repository;
        this.file = NoteFile.of(repository, ENDING);
        this.clock = clock;
    }

    /**
     * To be called before the branch, the index or a file is moved, while the lock is held until that is done.
     *
     * @throws LeaseHeldException if a lease is held; then it is noted that a move waits
     */
    public void takeTurn() throws IOException {
        Instant now = clock.instant();
        Optional<HeldLease> held = new Leases(repository, clock).findHeld(now);
        if (held.isPresent()) {
            file.replaceBy(file.writeBeside(now.plus(COUNTS_FOR).truncatedTo(ChronoUnit.MILLIS) + "\n"));
            throw new LeaseHeldException(held.get().holder(), held.get().expiresAt());
        }
        // Also where the move fails now: the application may need a lease to mend what is in its way.
        forget();
    }

    /** Whether it is noted that a move waits, or did. */
    public boolean isNoted() throws IOException {
        return file.exists();
    }

    /** Forgets the move, since there is nothing to be moved any more. */
    public void forget() throws IOException {
        Files.deleteIfExists(file.path());
    }

    /** Until when a note counts; empty where the text is no note of ours. */
    static Optional<Instant> parse(String text) {
        try {
            return Optional.of(Instant.parse(text.strip()));
        } catch (DateTimeParseException noNote) {
            return Optional.empty();
        }
    }

    /** A note whose end is further away than any was made for is of a clock that was set back since. */
    static boolean counts(Instant until, Instant now) {
        return now.isBefore(until) && !until.isAfter(now.plus(COUNTS_FOR));
    }
}
