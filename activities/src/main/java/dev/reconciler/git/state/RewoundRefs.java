package dev.reconciler.git.state;

import dev.reconciler.git.repository.DataRepository;
import dev.reconciler.git.repository.RefNames;
import dev.reconciler.git.repository.RefStore;
import dev.reconciler.model.UtcName;
import java.io.IOException;
import java.util.Optional;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Ref;

/** The refs that hold what a pass leaves on no branch. */
public final class RewoundRefs {
    private final RefStore refs;

    /** The kept refs of that repository. */
    public RewoundRefs(DataRepository repository) {
        this.refs = repository.refs();
    }

    /**
     * Keeps a commit under that name, or the next one that is free; a ref that holds the commit already is used again.
     *
     * @return the ref's full name
     */
    public String keep(UtcName name, ObjectId commit) throws IOException {
        while (true) {
            String ref = wouldKeep(name, commit);
            if (refs.read(ref).equals(commit) || refs.swap(ref, ObjectId.zeroId(), commit, "kept")) {
                return ref;
            }
        }
    }

    /** The name that {@link #keep} would use, without keeping anything. */
    public String wouldKeep(UtcName name, ObjectId commit) throws IOException {
        Optional<String> there = find(commit);
        if (there.isPresent()) {
            return there.get();
        }
        int attempt = 1;
        while (refs.exists(RefNames.REWOUND + name.candidate(attempt))) {
            attempt++;
        }
        return RefNames.REWOUND + name.candidate(attempt);
    }

    /** The ref that keeps a commit. */
    public Optional<String> find(ObjectId commit) throws IOException {
        return refs.below(RefNames.REWOUND).stream()
                .filter(kept -> commit.equals(kept.getObjectId()))
                .map(Ref::getName)
                .findFirst();
    }

    /** Takes back a ref that was made for a move that did not happen. */
    public void release(String ref, ObjectId commit) throws IOException {
        refs.tidy(ref, commit, "not needed");
    }
}
