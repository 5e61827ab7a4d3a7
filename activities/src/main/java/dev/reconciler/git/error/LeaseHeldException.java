package dev.reconciler.git.error;

import java.time.Instant;

/**
 * No person must act: an application holds a lease, under which the branch, the index and the files stay as they are. The
 * run waits for the lease's end.
 */
public final class LeaseHeldException extends GitException {
    private static final long serialVersionUID = 1L;
    private final String holder;
    private final Instant expiresAt;

    /**
     * A move that a lease forbids.
     *
     * @param holder the name under which the lease was taken
     * @param expiresAt when the lease ends, if it is neither renewed nor released before
     */
    public LeaseHeldException(String holder, Instant expiresAt) {
        super("the branch, the index and the files stay as they are under a lease of " + holder + ", which ends at "
                + expiresAt);
        this.holder = holder;
        this.expiresAt = expiresAt;
    }

    /** The name under which the lease was taken. */
    public String holder() {
        return holder;
    }

    /** When the lease ends, if it is neither renewed nor released before. */
    public Instant expiresAt() {
        return expiresAt;
    }
}
