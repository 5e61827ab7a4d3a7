package dev.reconciler.worker.http;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;

/**
 * What strangers may hold of this process.
 *
 * @param most how many connections are open at a time; the next ones wait until one of them closes
 * @param headerWait how long the headers of a request may take, from the opening of the connection or their first letter
 * @param unusedAtMost how long a connection stays open between two requests
 * @param idleAtMost how long a connection may be silent while as many as there may be are open
 */
record ConnectionLimits(int most, Duration headerWait, Duration unusedAtMost, Duration idleAtMost) {
    /**
     * More than may wait for runs, commits, leases and events together: where the process may have so many files, health
     * and webhooks are let in all the same.
     */
    private static final int MOST = 2_000;

    /** The others are for the repositories: a process without file handles can't even read a branch. */
    private static final int SHARE_OF_THE_FILES = 4;

    /**
     * The limits of the program: a forge sends its headers at once. Clients give up a connection that they have not used
     * for half a minute (Java) or less (Node); where the server is first, their next request may already be on its way and
     * gets no answer.
     */
    static ConnectionLimits ofThisProcess() {
        return new ConnectionLimits(
                countConnections(), Duration.ofSeconds(30), Duration.ofSeconds(75), Duration.ofSeconds(1));
    }

    private static int countConnections() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system
                ? (int) Math.min(MOST, system.getMaxFileDescriptorCount() / SHARE_OF_THE_FILES)
                : MOST;
    }
}
