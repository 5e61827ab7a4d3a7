package dev.reconciler.git.remote;

/** Whether the remote took a push. */
public enum PushResult {
    /** The remote holds the commit. */
    DONE,
    /** The remote's ref was not the expected commit. The push changed nothing. */
    MOVED
}
