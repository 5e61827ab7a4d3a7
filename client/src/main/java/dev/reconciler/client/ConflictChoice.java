package dev.reconciler.client;

/** What a person may have done about an open conflict. */
public enum ConflictChoice {
    /** Replay the commits once more, on what the remote holds by now. */
    RETRY("retry"),

    /** Push what {@code conflicts edit --continue} has taken into the local repository. */
    EDIT("edit"),

    /** Let the remote's side stand; the commits are kept in the local repository, below {@code refs/rewound/}. */
    KEEP_REMOTE("keep-remote"),

    /** Replay the commits, with the local side where both have changed something. */
    KEEP_LOCAL("keep-local");

    private final String word;

    ConflictChoice(String word) {
        this.word = word;
    }

    /** The word in paths and in {@link ConflictReport#actions()}. */
    public String word() {
        return word;
    }
}
