package dev.reconciler.git;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevFlag;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.revwalk.filter.RevFilter;
import org.jspecify.annotations.Nullable;

/**
 * Which commits are whose.
 *
 * <p>Both sides are painted completely: a walk that stops by commit date lists shared ancestors as own where clocks were
 * wrong.
 *
 * @param own commits of local that neither the remote has nor both sides were ever seen to hold
 * @param dropped commits of local that both sides were once seen to hold and that the remote no longer has
 * @param upstream commits of the remote that local has not
 * @param mergeBase a best common ancestor; null where there is none
 */
public record History(
        Set<ObjectId> own,
        Set<ObjectId> dropped,
        Set<ObjectId> upstream,
        @Nullable ObjectId mergeBase) {

    /** The commits that local has and the remote has not. */
    public int ahead() {
        return own.size() + dropped.size();
    }

    /** The commits that the remote has and local has not. */
    public int behind() {
        return upstream.size();
    }

    /**
     * Compares two commits.
     *
     * @param seen what the remote was seen to hold before; a commit that is no longer there counts for nothing
     */
    public static History between(Repository git, ObjectId local, ObjectId remote, Collection<ObjectId> seen)
            throws IOException {
        try (RevWalk walk = new RevWalk(git)) {
            walk.setRetainBody(false);
            return new Painter(walk).paint(local, remote, seen);
        }
    }

    /** Like {@link #contains}, but fast, and false in doubt: by commit dates, and for commits that are not there. */
    static boolean isAncestor(Repository git, ObjectId ancestor, ObjectId descendant) throws IOException {
        try (RevWalk walk = new RevWalk(git)) {
            return walk.isMergedInto(walk.parseCommit(ancestor), walk.parseCommit(descendant));
        } catch (MissingObjectException pruned) {
            return false;
        }
    }

    /** Whether {@code ancestor} is {@code descendant} or reachable from it. */
    public static boolean contains(Repository git, ObjectId descendant, ObjectId ancestor) throws IOException {
        try (RevWalk walk = new RevWalk(git)) {
            walk.setRetainBody(false);
            RevFlag reached = walk.newFlag("reached");
            Painter.spread(walk, List.of(walk.parseCommit(descendant)), reached);
            return walk.lookupCommit(ancestor).has(reached);
        }
    }

    /** The number of commits reachable from that one. */
    public static int count(Repository git, ObjectId tip) throws IOException {
        try (RevWalk walk = new RevWalk(git)) {
            walk.setRetainBody(false);
            return Painter.spread(walk, List.of(walk.parseCommit(tip)), walk.newFlag("reached"))
                    .size();
        }
    }

    private static final class Painter {
        private final RevWalk walk;
        private final RevFlag inRemote;
        private final RevFlag inLocal;
        private final RevFlag inSeen;

        Painter(RevWalk walk) {
            this.walk = walk;
            this.inRemote = walk.newFlag("remote");
            this.inLocal = walk.newFlag("local");
            this.inSeen = walk.newFlag("seen");
        }

        History paint(ObjectId local, ObjectId remote, Collection<ObjectId> seen) throws IOException {
            Set<RevCommit> remotes = spread(walk, List.of(walk.parseCommit(remote)), inRemote);
            Set<RevCommit> locals = spread(walk, List.of(walk.parseCommit(local)), inLocal);
            spread(walk, present(seen), inSeen);
            Set<ObjectId> own = new LinkedHashSet<>();
            Set<ObjectId> dropped = new LinkedHashSet<>();
            boolean common = false;
            for (RevCommit commit : locals) {
                common |= commit.has(inRemote);
                if (!commit.has(inRemote)) {
                    (commit.has(inSeen) ? dropped : own).add(commit.copy());
                }
            }
            return new History(own, dropped, without(remotes, inLocal), common ? mergeBase(local, remote) : null);
        }

        private static Set<ObjectId> without(Set<RevCommit> commits, RevFlag flag) {
            Set<ObjectId> rest = new LinkedHashSet<>();
            for (RevCommit commit : commits) {
                if (!commit.has(flag)) {
                    rest.add(commit.copy());
                }
            }
            return rest;
        }

        private List<RevCommit> present(Collection<ObjectId> ids) throws IOException {
            Set<RevCommit> there = new LinkedHashSet<>();
            for (ObjectId id : ids) {
                try {
                    there.add(walk.parseCommit(id));
                } catch (MissingObjectException pruned) {
                    // Pruned by the application: nothing of local can be reached through it any more.
                }
            }
            return List.copyOf(there);
        }

        private @Nullable ObjectId mergeBase(ObjectId local, ObjectId remote) throws IOException {
            try (RevWalk bases = new RevWalk(walk.getObjectReader())) {
                bases.setRevFilter(RevFilter.MERGE_BASE);
                bases.markStart(bases.parseCommit(local));
                bases.markStart(bases.parseCommit(remote));
                RevCommit base = bases.next();
                return base == null ? null : base.copy();
            }
        }

        static Set<RevCommit> spread(RevWalk walk, Collection<RevCommit> tips, RevFlag flag) throws IOException {
            Set<RevCommit> reached = new LinkedHashSet<>();
            Deque<RevCommit> open = new ArrayDeque<>(tips);
            while (!open.isEmpty()) {
                RevCommit commit = open.pop();
                if (commit.has(flag)) {
                    continue;
                }
                commit.add(flag);
                walk.parseHeaders(commit);
                reached.add(commit);
                for (RevCommit parent : commit.getParents()) {
                    open.push(parent);
                }
            }
            return reached;
        }
    }
}
