package dev.reconciler.git.remote;

/** Whether the remote took a push. */
public enum PushResult {
    /** The remote holds the commit. */
    DONE,
    /** The remote held something else than expected; nothing was changed. */
    MOVED
}
