package dev.reconciler.workflow;

import java.util.Locale;

/** What a run asks of the repository's host. */
public enum Operation {
    FETCH(true),
    CLASSIFY(false),
    REPLAY(false),
    ADVANCE(false),
    PUSH(true),
    PRESERVE(true),
    VERIFY(true),
    ADOPT(false),
    RELOAD(false);

    private final boolean remote;

    Operation(boolean remote) {
        this.remote = remote;
    }

    /** Whether it talks to the remote: its failure is the remote's, and counts as an attempt. */
    boolean remote() {
        return remote;
    }

    /** The word for it in messages and in the status. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
