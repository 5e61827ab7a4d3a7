package dev.reconciler.activity;

/** As many as may be talk to the remote. Nothing was tried: the activity gets its turn in the remote's task queue. */
final class TurnTakenException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String queue;

    TurnTakenException(String remote, String queue) {
        super("as many runs as may are at " + remote);
        this.queue = queue;
    }

    /** The task queue in which the activity gets its turn. */
    String queue() {
        return queue;
    }
}
