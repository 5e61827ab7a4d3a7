package dev.reconciler.git;

import dev.reconciler.model.UtcName;
import java.io.IOException;
import org.eclipse.jgit.lib.ObjectId;

/** The refs that hold what a pass leaves on no branch. */
public final class KeptRefs {
    private final Refs refs;

    /** The kept refs of that repository. */
    public KeptRefs(DataRepository repository) {
        this.refs = repository.refs();
    }

    /**
     * Keeps a commit under that name, or the next one that is free; a name that holds the commit already is used again.
     *
     * @return the ref's full name
     */
    public String keep(UtcName name, ObjectId commit) throws IOException {
        for (int attempt = 1; ; attempt++) {
            String ref = RefNames.REWOUND + name.candidate(attempt);
            ObjectId held = refs.read(ref);
            if (held.equals(commit) || (held.equals(ObjectId.zeroId()) && create(ref, commit))) {
                return ref;
            }
        }
    }

    private boolean create(String ref, ObjectId commit) throws IOException {
        return refs.swap(ref, ObjectId.zeroId(), commit, "kept");
    }

    /** The name that {@link #keep} would use, without keeping anything. */
    public String wouldKeep(UtcName name, ObjectId commit) throws IOException {
        for (int attempt = 1; ; attempt++) {
            String ref = RefNames.REWOUND + name.candidate(attempt);
            ObjectId held = refs.read(ref);
            if (held.equals(commit) || held.equals(ObjectId.zeroId())) {
                return ref;
            }
        }
    }

    /** Takes back a ref that was made for a move that did not happen. */
    public void release(String ref, ObjectId commit) throws IOException {
        refs.swap(ref, commit, ObjectId.zeroId(), "not needed");
    }
}
