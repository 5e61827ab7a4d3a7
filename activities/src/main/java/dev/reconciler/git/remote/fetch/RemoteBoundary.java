package dev.reconciler.git.remote.fetch;

import dev.reconciler.git.error.RefusedException;
import dev.reconciler.git.repository.SyncedRepository;
import dev.reconciler.model.ErrorType;
import java.io.IOException;
import java.util.Set;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;

/**
 * Where the history of a remote ends that is a shallow clone itself. Git's servers say so without being asked. In the
 * file {@code shallow} of this clone, git would not see the earlier commits here from then on, and collect them as garbage.
 */
final class RemoteBoundary implements AutoCloseable {
    private final SyncedRepository local;
    private final Set<ObjectId> own;

    private RemoteBoundary(SyncedRepository local) throws IOException {
        this.local = local;
        this.own = local.getObjectDatabase().getShallowCommits();
    }

    /** Keeps it out of that repository until it is closed. */
    static RemoteBoundary keepOutOf(Repository clone) throws IOException {
        SyncedRepository local = (SyncedRepository) clone;
        local.holdBoundary();
        return new RemoteBoundary(local);
    }

    /** Whether the remote has told of commits that lack their parents there. */
    boolean isTold() throws IOException {
        return !own.containsAll(local.getObjectDatabase().getShallowCommits());
    }

    @Override
    public void close() {
        local.releaseBoundary();
    }

    /** The answer where the commits that the remote lacks are missing here too. */
    static RefusedException newRefusal() {
        return new RefusedException(
                ErrorType.UNSUPPORTED,
                "the remote is a shallow clone itself, and history is missing that this clone does not have either; make the"
                        + " remote whole (git fetch --unshallow there), or fetch once from a whole one (git fetch URL)");
    }
}
