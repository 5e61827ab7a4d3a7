package dev.reconciler.git.replay;

import java.time.Instant;
import java.util.Set;
import org.eclipse.jgit.lib.ObjectId;

/**
 * Which commits {@link Replayer} replays, and on which commit.
 *
 * @param own the commits of local to replay, merges included; their order says nothing, {@link ReplayOrder} makes it
 * @param upstream the commits that the remote has and local has not: a commit whose patch is among theirs is not replayed
 * @param onto the commit that the first one is replayed on
 * @param committedAt the committer date of the written commits; fractions of a second are cut off
 * @param keepsTheirs whether the commits that are replayed are right wherever both sides have changed something; then a
 *     conflict is only what can't stand beside what is there
 */
public record ReplayTask(
        Set<ObjectId> own, Set<ObjectId> upstream, ObjectId onto, Instant committedAt, boolean keepsTheirs) {
    public ReplayTask {
        own = Set.copyOf(own);
        upstream = Set.copyOf(upstream);
    }

    /** A replay in which nobody is right where both sides have changed something. */
    public ReplayTask(Set<ObjectId> own, Set<ObjectId> upstream, ObjectId onto, Instant committedAt) {
        this(own, upstream, onto, committedAt, false);
    }
}
