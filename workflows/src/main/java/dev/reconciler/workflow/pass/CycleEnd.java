package dev.reconciler.workflow.pass;

/** How one {@link SyncCycle} ended, from the fetch to the last activity. */
enum CycleEnd {
    /** Both sides agree. */
    SIDES_AGREE,
    /** The application moved the local branch after the fetch. */
    LOCAL_MOVED,
    /** Another writer moved the remote branch after the fetch. */
    REMOTE_MOVED,
    /** The remote looks rewritten, and git has looked at it only once. */
    REWRITE_SEEN
}
