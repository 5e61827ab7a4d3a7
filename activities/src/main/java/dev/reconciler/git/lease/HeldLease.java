package dev.reconciler.git.lease;

import java.time.Instant;

/**
 * A lease, as everybody sees it.
 *
 * @param holder the name under which it was taken
 * @param fence greater than that of every earlier lease of the repository
 * @param expiresAt when it ends, if it is neither renewed nor released before
 */
public record HeldLease(String holder, long fence, Instant expiresAt) implements LeaseAnswer {}
