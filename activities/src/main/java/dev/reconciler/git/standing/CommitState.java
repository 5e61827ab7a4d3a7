package dev.reconciler.git.standing;

import com.fasterxml.jackson.annotation.JsonValue;

/** Where a commit is that an application has made. */
public enum CommitState {
    /** The remote's branch holds it, or its twin. */
    PUSHED("pushed"),
    /** The local branch alone holds it, or its twin. */
    UNPUSHED("unpushed"),
    /** It conflicted, and a conflict branch of the remote holds it. */
    ESCAPED("escaped"),
    /** No branch holds it; a ref below {@code refs/rewound/} in the clone does. */
    KEPT("kept");

    private final String word;

    CommitState(String word) {
        this.word = word;
    }

    /** The word for it in answers. */
    @JsonValue
    public String word() {
        return word;
    }

    /** Whether no run changes it any more by itself: an application that waits has its answer. */
    public boolean isSettled() {
        return this != UNPUSHED;
    }
}
