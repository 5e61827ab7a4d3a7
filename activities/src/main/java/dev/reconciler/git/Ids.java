package dev.reconciler.git;

import dev.reconciler.model.CommitId;
import org.eclipse.jgit.lib.ObjectId;

/** Commits, between the model and the library. */
public final class Ids {
    private Ids() {}

    /** For the library. */
    public static ObjectId of(CommitId commit) {
        return ObjectId.fromString(commit.hex());
    }

    /** For the model. */
    public static CommitId of(ObjectId commit) {
        return new CommitId(commit.name());
    }
}
