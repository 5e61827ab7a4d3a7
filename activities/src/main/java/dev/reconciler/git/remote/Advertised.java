package dev.reconciler.git.remote;

import java.util.Map;
import org.eclipse.jgit.lib.ObjectId;

/**
 * What the remote says it holds.
 *
 * @param branch the branch's commit
 * @param conflicts every branch below {@code conflicts/}, by full name
 */
public record Advertised(ObjectId branch, Map<String, ObjectId> conflicts) {
    public Advertised {
        conflicts = Map.copyOf(conflicts);
    }
}
