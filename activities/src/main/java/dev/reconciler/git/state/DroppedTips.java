package dev.reconciler.git.state;

import dev.reconciler.git.error.RepositoryBusyException;
import dev.reconciler.git.history.Ancestry;
import dev.reconciler.git.repository.DataRepository;
import dev.reconciler.git.repository.RefNames;
import dev.reconciler.git.repository.RefStore;
import java.io.IOException;
import java.util.Set;
import java.util.stream.Collectors;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Ref;

/**
 * The refs below {@link RefNames#dropped}: what the remote held, has dropped, and the clone's branch has left.
 *
 * <p>The branch needs no word of it any more. A conflict branch may: its commits can stand on what was dropped after they
 * were put there, and whoever replays them must not take that for theirs. So the refs stay as long as the remote shows a
 * conflict branch, whichever host has made it.
 */
public final class DroppedTips {
    private final DataRepository repository;
    private final RefStore refs;
    private final RefNames names;

    /** The refs of that repository's branch. */
    public DroppedTips(DataRepository repository) {
        this.repository = repository;
        this.refs = repository.refs();
        this.names = repository.names();
    }

    /** What was dropped. */
    public Set<ObjectId> list() throws IOException {
        return refs.listBelow(names.dropped()).stream().map(Ref::getObjectId).collect(Collectors.toSet());
    }

    /**
     * Keeps those of the commits that can't be reached from what both sides hold now. Called under the repository's lock.
     *
     * @throws RepositoryBusyException if another process holds the lock of a ref
     */
    void keepOutside(Set<ObjectId> held, ObjectId agreed) throws IOException {
        for (ObjectId tip : held) {
            String name = names.dropped(tip);
            if (!Ancestry.isAncestorByDate(repository.git(), tip, agreed) && !refs.exists(name)) {
                refs.swap(name, ObjectId.zeroId(), tip, "dropped by the remote");
            }
        }
    }

    /** Forgets all of it: the remote shows no conflict branch. Called under the repository's lock. */
    public void forget() throws IOException {
        for (Ref ref : refs.listBelow(names.dropped())) {
            refs.deleteUnneeded(ref.getName(), ref.getObjectId(), "settled");
        }
    }
}
