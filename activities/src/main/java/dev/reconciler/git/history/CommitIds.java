package dev.reconciler.git.history;

import dev.reconciler.model.CommitId;
import org.eclipse.jgit.lib.ObjectId;

/** Turns {@link CommitId}, the commit of the model, into {@link ObjectId}, that of the library, and back. */
public final class CommitIds {
    private CommitIds() {}

    /** The commit for the library. */
    public static ObjectId of(CommitId commit) {
        return ObjectId.fromString(commit.hex());
    }

    /** The commit for the model. */
    public static CommitId of(ObjectId commit) {
        return new CommitId(commit.name());
    }
}
