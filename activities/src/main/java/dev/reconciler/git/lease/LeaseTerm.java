package dev.reconciler.git.lease;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * Whose a lease is, and from when to when it counts, in wall time.
 *
 * @param hash the SHA-256 of its id
 * @param holder the name under which it was taken
 * @param taken when it was taken
 * @param renewed when it was taken or renewed last
 * @param ends when it ends
 */
record LeaseTerm(String hash, String holder, Instant taken, Instant renewed, Instant ends) {

    static LeaseTerm begin(String id, String holder, Instant now, Duration ttl) {
        Instant begun = now.truncatedTo(ChronoUnit.MILLIS);
        return new LeaseTerm(LeaseId.hash(id), holder, begun, begun, begun.plus(ttl));
    }

    /** The same lease, until that much later than now; never longer than an hour after it was taken. */
    LeaseTerm renew(Instant now, Duration ttl) {
        Instant begun = now.truncatedTo(ChronoUnit.MILLIS);
        Instant longest = taken.plus(Leases.LONGEST_WITH_RENEWALS);
        Instant asked = begun.plus(ttl);
        return new LeaseTerm(hash, holder, taken, begun, asked.isBefore(longest) ? asked : longest);
    }

    boolean isOver(Instant now) {
        return !now.isBefore(ends);
    }

    /** Whether the lease is that holder's, and the id is its id. */
    boolean isOf(String id, String name) {
        byte[] given = LeaseId.hash(id).getBytes(StandardCharsets.US_ASCII);
        return MessageDigest.isEqual(given, hash.getBytes(StandardCharsets.US_ASCII)) && holder.equals(name);
    }

    /**
     * The same lease by a clock that was set back: it lasts as long as it did when it was taken or renewed, from now on. A
     * clock that was set back by a day would make it a day longer otherwise.
     */
    LeaseTerm countFrom(Instant now) {
        Duration setBack = Duration.between(now, renewed);
        return setBack.isNegative() || setBack.isZero()
                ? this
                : new LeaseTerm(hash, holder, taken.minus(setBack), renewed.minus(setBack), ends.minus(setBack));
    }
}
