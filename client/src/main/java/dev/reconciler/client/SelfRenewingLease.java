package dev.reconciler.client;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A lease that renews itself until it is closed. It may be lost: after an hour, or where the worker can't be reached for
 * as long as it counts. An application asks {@link #requireHeld} before it makes its change seen, and puts {@link
 * #fence} beside what it writes elsewhere. Safe for use by several threads.
 */
public final class SelfRenewingLease implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SelfRenewingLease.class);
    private static final Duration SHORTEST = Duration.ofSeconds(1);
    private static final int RENEWALS_IN_ITS_TIME = 3;

    private final ApiRequests requests;
    private final String path;
    private final Duration ttl;
    private final long fence;
    private final Thread renewals;
    private Instant expiresAt;

    /** By this process's clock that never jumps: that of the day may be set while the lease is held. */
    private long endsAtNanos;

    private boolean closed;

    record Terms(String lease, long fence, Instant expiresAt) {}

    private SelfRenewingLease(ApiRequests requests, String path, Terms terms, Duration ttl) {
        this.requests = requests;
        this.path = path + "/" + ApiRequests.requireName(terms.lease());
        this.ttl = ttl;
        this.fence = terms.fence();
        this.expiresAt = terms.expiresAt();
        this.endsAtNanos = findEnd(terms, System.nanoTime());
        this.renewals = new Thread(this::renewUntilClosed, "reconciler-lease");
        renewals.setDaemon(true);
    }

    static SelfRenewingLease begin(ApiRequests requests, String path, Terms terms, Duration ttl) {
        SelfRenewingLease lease = new SelfRenewingLease(requests, path, terms, ttl);
        lease.renewals.start();
        return lease;
    }

    static String describeTime(Duration ttl) {
        if (ttl.compareTo(SHORTEST) < 0) {
            throw new IllegalArgumentException("ttl: " + ttl + " (expected: at least a second)");
        }
        return "{\"ttl\":\"" + ttl.toMillis() + "ms\"}";
    }

    /** Greater than that of every earlier lease of the repository. */
    public long fence() {
        return fence;
    }

    /** When it ends by itself, if it is not renewed again; by the worker's clock. */
    public synchronized Instant expiresAt() {
        return expiresAt;
    }

    /** Whether it is neither closed nor lost. */
    public synchronized boolean isHeld() {
        return !closed && System.nanoTime() - endsAtNanos < 0;
    }

    /** @throws IllegalStateException if it is closed or lost: what was read under it may have changed */
    public void requireHeld() {
        if (!isHeld()) {
            throw new IllegalStateException("lease " + fence + " is over; take another, and read anew");
        }
    }

    private synchronized boolean awaitNextRenewal() throws InterruptedException {
        long pause = ttl.toMillis() / RENEWALS_IN_ITS_TIME;
        long end = System.nanoTime() + Duration.ofMillis(pause).toNanos();
        for (long left = pause; !closed && left > 0; left = (end - System.nanoTime()) / 1_000_000) {
            wait(left);
        }
        return isHeld();
    }

    private void renewUntilClosed() {
        try {
            while (awaitNextRenewal()) {
                renewOnce();
            }
        } catch (InterruptedException nobodyDoes) {
            Thread.currentThread().interrupt();
        }
    }

    private void renewOnce() throws InterruptedException {
        long asked = System.nanoTime();
        try {
            Terms terms = requests.read("PUT", path, describeTime(ttl), Duration.ZERO, Terms.class);
            extend(terms, asked);
        } catch (ReconcilerProblemException refused) {
            if (refused.status() == 404) {
                lose();
            }
            LOG.warn("lease {} was not renewed: {}", fence, refused.getMessage());
        } catch (IOException | RuntimeException unreached) {
            // The next try may reach it before the lease ends.
            LOG.warn("lease {} was not renewed: {}", fence, unreached.toString());
        }
    }

    private synchronized void extend(Terms terms, long asked) {
        endsAtNanos = findEnd(terms, asked);
        expiresAt = terms.expiresAt();
    }

    // Near the end of its hour a renewal gives less than was asked for, and the answer may have been long on its way.
    // The worker is on this host, and has its clock.
    private long findEnd(Terms terms, long asked) {
        Duration left = Duration.between(Instant.now(), terms.expiresAt());
        return Math.min(asked + ttl.toNanos(), System.nanoTime() + left.toNanos());
    }

    private synchronized void lose() {
        endsAtNanos = System.nanoTime();
    }

    /**
     * Releases it, also for a thread that was interrupted before. Where the worker can't be reached, it ends by itself at
     * {@link #expiresAt}.
     */
    @Override
    public void close() {
        if (!markClosed()) {
            return;
        }
        // An interrupted thread would give the request up before it is sent, and everybody would wait for the lease's
        // end.
        boolean isInterrupted = Thread.interrupted();
        try {
            requests.send("DELETE", path, null, Duration.ZERO);
        } catch (InterruptedException stopped) {
            isInterrupted = true;
        } catch (IOException | RuntimeException unreached) {
            LOG.debug("lease {} ends by itself: {}", fence, unreached.toString());
        } finally {
            if (isInterrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private synchronized boolean markClosed() {
        boolean first = !closed;
        closed = true;
        notifyAll();
        return first;
    }
}
