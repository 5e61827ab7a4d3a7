package dev.reconciler.git.state;

import dev.reconciler.git.repository.DataRepository;
import dev.reconciler.git.repository.RefNames;
import dev.reconciler.git.repository.RefStore;
import dev.reconciler.model.UtcName;
import java.io.IOException;
import java.util.Optional;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Ref;

/** The refs below {@link RefNames#REWOUND}, which keep the commits that a pass leaves on no branch. */
public final class RewoundRefs {
    private final RefStore refs;

    /** The refs of that repository. */
    public RewoundRefs(DataRepository repository) {
        this.refs = repository.refs();
    }

    /**
     * Makes a ref of that name for a commit, or of the next name that is free. Where a ref holds the commit already, that
     * one is used.
     *
     * @return the ref's full name
     */
    public String keepCommit(UtcName name, ObjectId commit) throws IOException {
        while (true) {
            String ref = chooseName(name, commit);
            // Another process may take the free name before the swap; then the next name is tried.
            if (refs.read(ref).equals(commit) || refs.swap(ref, ObjectId.zeroId(), commit, "kept")) {
                return ref;
            }
        }
    }

    /** The full name of the ref that {@link #keepCommit} would make or use; makes none. */
    public String chooseName(UtcName name, ObjectId commit) throws IOException {
        Optional<String> there = findRef(commit);
        if (there.isPresent()) {
            return there.get();
        }
        int attempt = 1;
        while (refs.exists(RefNames.REWOUND + name.candidate(attempt))) {
            attempt++;
        }
        return RefNames.REWOUND + name.candidate(attempt);
    }

    /** The full name of a ref that holds the commit; empty where none does. */
    public Optional<String> findRef(ObjectId commit) throws IOException {
        return refs.listBelow(RefNames.REWOUND).stream()
                .filter(kept -> commit.equals(kept.getObjectId()))
                .map(Ref::getName)
                .findFirst();
    }

    /** Deletes a ref that was made for a move that did not happen. */
    public void deleteRef(String ref, ObjectId commit) throws IOException {
        refs.deleteUnneeded(ref, commit, "not needed");
    }
}
