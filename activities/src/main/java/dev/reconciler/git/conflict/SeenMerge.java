package dev.reconciler.git.conflict;

import dev.reconciler.git.history.Ancestry;
import dev.reconciler.git.history.CommitIds;
import dev.reconciler.git.repository.DataRepository;
import dev.reconciler.model.CommitId;
import java.io.IOException;
import org.eclipse.jgit.lib.ObjectId;
import org.jspecify.annotations.Nullable;

/**
 * A conflict branch that was merged: what comes to the remote later is no conflict with it, although it may change the same
 * lines. Unless the remote is set back behind the merge.
 *
 * @param remote what the remote's branch held when the merge was seen; null where an earlier version saw it
 */
public record SeenMerge(@Nullable CommitId remote) {
    /** Whether the remote's branch has the merge still. */
    public boolean isHeldBy(DataRepository repository, ObjectId now) throws IOException {
        if (remote == null) {
            return true;
        }
        ObjectId merge = CommitIds.of(remote);
        // The fast way answers false in doubt.
        return Ancestry.isAncestorByDate(repository.git(), merge, now)
                || Ancestry.contains(repository.git(), now, merge);
    }
}
