package dev.reconciler.contract;

import com.fasterxml.jackson.annotation.JsonCreator;
import java.util.Arrays;
import java.util.Locale;

/** The activities of {@link RepositoryActivities} and of {@link
 * dev.reconciler.contract.conflict.ConflictActivities}. Histories hold these names: a constant is never renamed. */
public enum ActivityName {
    FETCH(true),
    CLASSIFY(false),
    REPLAY(false),
    ADVANCE(false),
    PUSH(true),
    PRESERVE(true),
    VERIFY(true),
    ADOPT(false),
    RELOAD(false),
    RESOLVE(true),
    SETTLE(true);

    private final boolean talksToRemote;

    ActivityName(boolean talksToRemote) {
        this.talksToRemote = talksToRemote;
    }

    /**
     * The activity of that name. A name that this version does not know is {@link #PUSH}: a checkpoint holds the name of a
     * write that the remote has not confirmed yet.
     */
    @JsonCreator
    static ActivityName of(String name) {
        return Arrays.stream(values())
                .filter(activity -> activity.name().equals(name))
                .findFirst()
                .orElse(PUSH);
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
