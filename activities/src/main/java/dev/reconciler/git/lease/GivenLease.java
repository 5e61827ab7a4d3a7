package dev.reconciler.git.lease;

import java.time.Instant;

/**
 * A lease, as its taker alone sees it.
 *
 * @param id by which the lease is renewed and released: whoever knows it can, so it is shown to nobody else
 * @param fence greater than that of every earlier lease of the repository
 * @param expiresAt when the lease ends, if it is neither renewed nor released before
 */
public record GivenLease(String id, long fence, Instant expiresAt) implements LeaseAnswer {
    /** Without the id: it must get into no log. */
    @Override
    public String toString() {
        return "GivenLease[fence=" + fence + ", expiresAt=" + expiresAt + "]";
    }
}
