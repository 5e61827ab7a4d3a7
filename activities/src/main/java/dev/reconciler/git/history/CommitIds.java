package dev.reconciler.git.history;

import dev.reconciler.model.CommitId;
import org.eclipse.jgit.lib.ObjectId;

/** Commits, between the model and the library. */
public final class CommitIds {
    private CommitIds() {}

    /** For the library. */
    public static ObjectId of(CommitId commit) {
        return ObjectId.fromString(commit.hex());
    }

    /** For the model. */
    public static CommitId of(ObjectId commit) {
        return new CommitId(commit.name());
    }
}
