package dev.reconciler.git.remote;

import java.util.Map;
import org.eclipse.jgit.lib.ObjectId;

/**
 * What the remote says it holds.
 *
 * @param branch the branch's commit
 * @param conflicts every branch below {@code conflicts/}, by full name
 */
public record AdvertisedRefs(ObjectId branch, Map<String, ObjectId> conflicts) {
    public AdvertisedRefs {
        conflicts = Map.copyOf(conflicts);
    }
}
