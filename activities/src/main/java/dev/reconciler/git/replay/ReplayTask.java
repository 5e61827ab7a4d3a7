package dev.reconciler.git.replay;

import java.time.Instant;
import java.util.Set;
import org.eclipse.jgit.lib.ObjectId;

/**
 * Which commits are to be replayed, and where.
 *
 * @param own the commits of local to replay, merges included; their order says nothing
 * @param upstream the commits that the remote has and local has not: what is among them by its patch is not replayed
 * @param onto the commit that the first one is replayed on
 * @param committedAt the committer date of what is written; fractions of a second are cut off
 */
public record ReplayTask(Set<ObjectId> own, Set<ObjectId> upstream, ObjectId onto, Instant committedAt) {
    public ReplayTask {
        own = Set.copyOf(own);
        upstream = Set.copyOf(upstream);
    }
}
