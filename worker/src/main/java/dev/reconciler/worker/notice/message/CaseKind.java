package dev.reconciler.worker.notice.message;

/** What is wrong, for people and programs. */
public enum CaseKind {
    /** Commits of a repository conflict with those of the remote, and wait on a branch of it. */
    CONFLICT("conflict"),
    /** The remote does not take the commits of a repository. */
    PUSH_REFUSED("push-refused"),
    /** Commits of a repository wait to be pushed for longer than they should. */
    UNPUSHED("unpushed"),
    /** The last run of a repository ended in an error. */
    FAILED("failed"),
    /** A server lets nobody in with what this host shows it. */
    ACCESS("access"),
    /** A server does not answer, or can't serve. */
    REMOTE("remote"),
    /** The disk of this host refuses. */
    DISK("disk"),
    /** The Temporal service does not answer this host. */
    TEMPORAL("temporal"),
    /** The worker of another host of this Temporal namespace is gone. */
    HOST("host"),
    /** A channel takes no notices. */
    CHANNEL("channel");

    private final String wire;

    CaseKind(String wire) {
        this.wire = wire;
    }

    /** The word in notices, and the first part of a case's id. */
    public String wire() {
        return wire;
    }
}
