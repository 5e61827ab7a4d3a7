package dev.reconciler.git.lease;

import dev.reconciler.git.discovery.GitDirectory;
import dev.reconciler.git.discovery.RepositoryOwnership;
import dev.reconciler.git.error.GitException;
import dev.reconciler.git.error.RepositoryBusyException;
import dev.reconciler.git.lease.LeaseNote.NotedLease;
import dev.reconciler.git.lock.RepositoryLock;
import dev.reconciler.git.repository.DataRepository;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/**
 * The leases of a repository, one at a time: while one is held, no run moves the branch, the index or the files. Fetches,
 * replays and pushes go on.
 *
 * <p>A lease ends by itself, and is honoured by every process and after every restart, since it is a note in the git
 * directory. It is given and looked at under the repository's lock: so none is given in the middle of a move. It is renewed
 * and released without that lock, which a run may hold for minutes. Its end is in wall time. A clock that is set back makes it longer by as much as it was given at most; one that is set forward ends
 * it early, for its holder and for runs alike.
 *
 * <p>An application that takes one lease after the other does not hold up a run for good: {@link MoveGoesFirst}.
 */
public final class Leases {
    /** A lease is given and renewed for so long at most. */
    public static final Duration LONGEST = Duration.ofMinutes(10);

    /** A lease ends so long after it was taken at the latest, however often it is renewed. */
    public static final Duration LONGEST_WITH_RENEWALS = Duration.ofHours(1);

    private static final int LONGEST_NAME = 200;

    /** Two renewals of one lease in this process, as of two requests, write one after the other. */
    private static final Object RENEWALS = new Object();

    private final DataRepository repository;
    private final LeaseNote note;
    private final InstantSource clock;

    Leases(DataRepository repository, InstantSource clock) {
        this.repository = repository;
        this.note = LeaseNote.of(repository);
        this.clock = clock;
    }

    /** The leases of that repository. */
    public static Leases of(DataRepository repository) {
        return new Leases(repository, InstantSource.system());
    }

    /**
     * Takes a lease where none is held and no move goes first. It is on the disk before this returns.
     *
     * @param holder the name that others see; no line break in it
     * @param ttl how long it counts, more than nothing and at most {@link #LONGEST}
     * @throws RepositoryBusyException if a run is at work on the disk for more than two seconds: it may be tried again
     * @throws IllegalArgumentException if the name or the time is not one of these
     */
    public LeaseAnswer take(String holder, Duration ttl) throws IOException {
        checkName(holder);
        checkTime(ttl);
        try (RepositoryLock lock = repository.lock()) {
            Instant now = clock.instant();
            Optional<HeldLease> held = findHeld(now);
            if (held.isPresent()) {
                return held.get();
            }
            Optional<MoveGoesFirst> move = WaitingMoves.find(repository, now);
            return move.isPresent() ? move.get() : give(holder, now, ttl);
        }
    }

    private GivenLease give(String holder, Instant now, Duration ttl) throws IOException {
        String id = LeaseId.makeRandom();
        // The first number is the time: a clone that is made anew goes on above the numbers of the one before it.
        long fence = note.read().map(last -> last.fence() + 1).orElse(now.toEpochMilli());
        LeaseTerm term = LeaseTerm.begin(id, holder, now, ttl);
        note.write(new NotedLease(fence, term));
        return new GivenLease(id, fence, term.ends());
    }

    /**
     * Renews a lease: it counts for that long from now on, and ends an hour after it was taken at the latest.
     *
     * @param holder who took it
     * @return empty where the lease has ended, or the id is not that of a lease of this holder
     * @throws IllegalArgumentException if the time is none that {@link #take} takes
     */
    public Optional<GivenLease> renew(String id, String holder, Duration ttl) throws IOException {
        checkTime(ttl);
        synchronized (RENEWALS) {
            Instant now = clock.instant();
            Optional<NotedLease> mine = findMine(id, holder, now);
            if (mine.isEmpty()) {
                return Optional.empty();
            }
            NotedLease before = mine.get();
            LeaseTerm longer = termOf(before).renew(now, ttl);
            note.writeRenewal(new NotedLease(before.fence(), longer));
            // Without the lock, a step may look for a lease at any moment. One that looks before the old end finds the
            // lease held; one that looks after it finds the renewal, if that was there by then. Else it may be at work.
            if (termOf(before).isOver(clock.instant())) {
                note.writeRenewal(before);
                return Optional.empty();
            }
            return Optional.of(new GivenLease(id, before.fence(), longer.ends()));
        }
    }

    /**
     * Ends a lease.
     *
     * @param holder who took it
     * @return false where the lease has ended already, or the id is not that of a lease of this holder
     */
    public boolean release(String id, String holder) throws IOException {
        synchronized (RENEWALS) {
            Instant now = clock.instant();
            Optional<NotedLease> mine = findMine(id, holder, now);
            if (mine.isEmpty()) {
                return false;
            }
            NotedLease held = mine.get();
            note.writeRenewal(new NotedLease(held.fence(), termOf(held).renew(now, Duration.ZERO)));
            return true;
        }
    }

    /**
     * The lease that is held now of the clone at a path.
     *
     * @return empty where none is, where there is no clone, and where it can't be looked at: a run tells why
     */
    public static Optional<HeldLease> find(Path path) {
        try {
            Optional<GitDirectory> directory = GitDirectory.find(path);
            if (directory.isEmpty()) {
                return Optional.empty();
            }
            // Nothing of another user's repository is read before it is allowed.
            RepositoryOwnership.ofThisProcess().check(directory.get());
            return readCounted(LeaseNote.toRead(directory.get()), Instant.now()).map(Leases::describe);
        } catch (IOException | GitException unreadable) {
            return Optional.empty();
        }
    }

    /** Whether it is noted that a move of the branch waits for the end of a lease, or did; needs no lock. */
    public boolean isAwaited() throws IOException {
        return new WaitingMove(repository, clock).isNoted();
    }

    /** The same of a move of any branch of the repository. */
    public boolean isAwaitedByAny() throws IOException {
        return WaitingMoves.areNoted(repository);
    }

    /** The lease that is held now, looked at without the lock; empty where none is. */
    public Optional<HeldLease> current() throws IOException {
        return readCounted(note, clock.instant()).map(Leases::describe);
    }

    /**
     * The lease that is held at that moment; the caller has the lock, and a clock that was set back is told of in the note.
     */
    Optional<HeldLease> findHeld(Instant now) throws IOException {
        Optional<NotedLease> held = readCounted(note, now);
        // A later look would count from its own time otherwise, and the lease would never end.
        if (held.isPresent() && !held.equals(note.read())) {
            note.writeRenewal(held.get());
        }
        return held.map(Leases::describe);
    }

    /** Whether that holder took that lease, and it has not ended; looked at without the lock. */
    public boolean isHeldBy(String id, String holder) throws IOException {
        return findMine(id, holder, clock.instant()).isPresent();
    }

    private Optional<NotedLease> findMine(String id, String holder, Instant now) throws IOException {
        return readCounted(note, now).filter(held -> termOf(held).isOf(id, holder));
    }

    private static Optional<NotedLease> readCounted(LeaseNote note, Instant now) throws IOException {
        return note.read()
                .filter(noted -> noted.term() != null)
                .map(noted -> new NotedLease(noted.fence(), termOf(noted).countFrom(now)))
                .filter(noted -> !termOf(noted).isOver(now));
    }

    private static LeaseTerm termOf(NotedLease noted) {
        LeaseTerm term = noted.term();
        if (term == null) {
            throw new IllegalStateException("a lease that was released");
        }
        return term;
    }

    private static HeldLease describe(NotedLease held) {
        LeaseTerm term = termOf(held);
        return new HeldLease(term.holder(), held.fence(), term.ends());
    }

    private static void checkName(String holder) {
        if (holder.isBlank() || holder.length() > LONGEST_NAME || holder.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException(
                    "a holder's name is one line of at most " + LONGEST_NAME + " characters, and not blank");
        }
    }

    private static void checkTime(Duration ttl) {
        if (ttl.isNegative() || ttl.isZero() || ttl.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(
                    "a lease counts for more than nothing and at most " + LONGEST.toMinutes() + " minutes");
        }
    }
}
