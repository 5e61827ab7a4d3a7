package dev.reconciler.git.remote;

import java.util.Map;
import org.eclipse.jgit.lib.ObjectId;

/**
 * The refs that the remote advertised on one connection.
 *
 * @param branch the commit of the branch that is reconciled
 * @param conflicts the commit of every conflict branch, as {@link dev.reconciler.model.ConflictName} tells them, by the branch's full name
 */
public record AdvertisedRefs(ObjectId branch, Map<String, ObjectId> conflicts) {
    public AdvertisedRefs {
        conflicts = Map.copyOf(conflicts);
    }
}
