package dev.reconciler.activity;

/**
 * How much a host does at once.
 *
 * @param runs how many steps use its disk and processor at once, at least one
 * @param perRemote how many steps talk to one remote at once, at least one
 */
public record HostConcurrency(int runs, int perRemote) {
    /** As a disk takes up several writes at once, and a step waits for it half of its time. */
    private static final int RUNS_PER_CORE = 2;

    private static final int FEWEST_RUNS = 4;

    /** Forges take so many connections from one client without slowing it down. */
    private static final int PER_REMOTE = 8;

    public HostConcurrency {
        if (runs < 1 || perRemote < 1) {
            throw new IllegalArgumentException(
                    "concurrency: " + runs + " and " + perRemote + " (expected: one or more of each)");
        }
    }

    /** How many steps talk to that remote at once: on paths of this disk, both sides use the disk and the processor. */
    int slotsAt(String remote) {
        return remote.equals(RemoteQueues.THIS_DISK) ? Math.min(runs, perRemote) : perRemote;
    }

    /** What fits this machine. */
    public static HostConcurrency ofMachine() {
        return new HostConcurrency(
                Math.max(FEWEST_RUNS, RUNS_PER_CORE * Runtime.getRuntime().availableProcessors()), PER_REMOTE);
    }
}
