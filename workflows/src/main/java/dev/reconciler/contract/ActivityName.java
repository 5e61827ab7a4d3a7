package dev.reconciler.contract;

import java.util.Locale;

/** The activities of {@link RepositoryActivities}. Histories hold these names: a constant is never renamed. */
public enum ActivityName {
    FETCH(true),
    CLASSIFY(false),
    REPLAY(false),
    ADVANCE(false),
    PUSH(true),
    PRESERVE(true),
    VERIFY(true),
    ADOPT(false),
    RELOAD(false);

    private final boolean talksToRemote;

    ActivityName(boolean talksToRemote) {
        this.talksToRemote = talksToRemote;
    }

    /** Whether the activity talks to the remote: a failure is then the remote's, and counts as an attempt. */
    public boolean talksToRemote() {
        return talksToRemote;
    }

    /** The name in messages and in a run's status, such as {@code fetch}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
