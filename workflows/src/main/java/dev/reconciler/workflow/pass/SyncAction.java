package dev.reconciler.workflow.pass;

/** What a {@link SyncCycle} does about a divergence. */
enum SyncAction {
    NOTHING,
    FAST_FORWARD,
    PUSH,
    REPLAY,
    /** The remote dropped what local holds, and local has nothing else: local follows the remote. */
    REWIND,
    /** The remote dropped something, and local has commits of its own: only those are replayed. */
    REPLAY_REWRITTEN
}
