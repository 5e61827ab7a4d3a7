package dev.reconciler.workflow;

/** How one round of a pass ended, from the fetch to the last step. */
enum Round {
    /** Both sides agree. */
    SETTLED,
    /** The application moved the local branch meanwhile. */
    LOCAL_MOVED,
    /** Another writer moved the remote branch meanwhile. */
    REMOTE_MOVED,
    /** The remote looks rewritten, and was looked at only once. */
    REWRITE_SEEN
}
