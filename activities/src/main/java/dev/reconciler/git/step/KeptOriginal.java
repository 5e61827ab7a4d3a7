package dev.reconciler.git.step;

import dev.reconciler.git.repository.DataRepository;
import dev.reconciler.git.state.RewoundRefs;
import dev.reconciler.model.UtcName;
import java.io.IOException;
import org.eclipse.jgit.lib.ObjectId;
import org.jspecify.annotations.Nullable;

/**
 * The ref that keeps what the branch holds before a move; none where nothing gets lost.
 *
 * @param ref the ref's full name; null where nothing is kept
 * @param isNew whether the ref was made for this move, and not by an earlier attempt or run
 */
record KeptOriginal(RewoundRefs refs, @Nullable String ref, ObjectId commit, boolean isNew) {

    /** @param name null where nothing gets lost */
    static KeptOriginal keep(DataRepository repository, @Nullable UtcName name, ObjectId commit) throws IOException {
        RewoundRefs refs = new RewoundRefs(repository);
        if (name == null) {
            return new KeptOriginal(refs, null, commit, false);
        }
        boolean isNew = !repository.refs().exists(refs.chooseName(name, commit));
        return new KeptOriginal(refs, refs.keepCommit(name, commit), commit, isNew);
    }

    /** Takes the ref back where the move did not happen. A ref that was there before the move stays. */
    void release() throws IOException {
        if (ref != null && isNew) {
            refs.deleteRef(ref, commit);
        }
    }
}
