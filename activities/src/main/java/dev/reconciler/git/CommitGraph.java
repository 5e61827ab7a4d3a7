package dev.reconciler.git;

import java.io.IOException;
import java.lang.ref.SoftReference;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.lib.AnyObjectId;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;
import org.jspecify.annotations.Nullable;

/**
 * The commits of a repository and their parents, as far as they were read.
 *
 * <p>A commit's parents never change. So what one step has unpacked is kept for the next ones, as long as there is
 * memory to spare; whether a commit is still there is not for this to say.
 */
final class CommitGraph {
    private static final Map<Path, SoftReference<CommitGraph>> KNOWN = new ConcurrentHashMap<>();

    private final Map<AnyObjectId, Commit> commits = new ConcurrentHashMap<>();
    private final AtomicInteger size = new AtomicInteger();

    /** A commit; its parents may not have been read. */
    static final class Commit extends ObjectId {
        private static final long serialVersionUID = 1L;

        private final int index;
        private volatile Commit @Nullable [] parents;

        /** Seconds since 1970; known once the parents are. */
        private int time;

        private Commit(AnyObjectId id, int index) {
            super(id);
            this.index = index;
        }
    }

    /** Everything that can be reached from some commits, these among it. */
    record Reached(List<Commit> commits, BitSet indexes) {
        boolean has(Commit commit) {
            return indexes.get(commit.index);
        }
    }

    /** Reads what is not known yet from that repository. */
    static Reader of(Repository git) throws IOException {
        // The parents of a shallow boundary do change.
        boolean isWhole = git.getObjectDatabase().getShallowCommits().isEmpty();
        return new Reader(isWhole ? known(git) : new CommitGraph(), new RevWalk(git));
    }

    private static CommitGraph known(Repository git) throws IOException {
        Path path = git.getCommonDirectory().toPath().toRealPath();
        SoftReference<CommitGraph> known = KNOWN.get(path);
        CommitGraph graph = known == null ? null : known.get();
        if (graph == null) {
            graph = new CommitGraph();
            KNOWN.put(path, new SoftReference<>(graph));
        }
        return graph;
    }

    private Commit commit(AnyObjectId id) {
        Commit known = commits.get(id);
        if (known != null) {
            return known;
        }
        Commit met = new Commit(id, size.getAndIncrement());
        Commit before = commits.putIfAbsent(met, met);
        return before == null ? met : before;
    }

    /** The graph, with a repository to read from. */
    static final class Reader implements AutoCloseable {
        private final CommitGraph graph;
        private final RevWalk walk;

        private Reader(CommitGraph graph, RevWalk walk) {
            this.graph = graph;
            this.walk = walk;
            walk.setRetainBody(false);
        }

        /** @throws MissingObjectException if it is not there */
        Commit commit(ObjectId id) throws IOException {
            return graph.commit(walk.parseCommit(id));
        }

        /** The commit, where it was met already. */
        Optional<Commit> known(ObjectId id) {
            return Optional.ofNullable(graph.commits.get(id));
        }

        Reached reach(Collection<Commit> tips) throws IOException {
            List<Commit> reached = new ArrayList<>();
            BitSet indexes = new BitSet(graph.size.get());
            Deque<Commit> open = new ArrayDeque<>(tips);
            while (!open.isEmpty()) {
                Commit commit = open.pop();
                if (indexes.get(commit.index)) {
                    continue;
                }
                indexes.set(commit.index);
                reached.add(commit);
                for (Commit parent : parents(commit)) {
                    open.push(parent);
                }
            }
            return new Reached(reached, indexes);
        }

        /** The newest of the common commits that have no common child. */
        Optional<Commit> mergeBase(Reached local, Reached remote) throws IOException {
            BitSet bases = (BitSet) local.indexes().clone();
            bases.and(remote.indexes());
            List<Commit> common = local.commits().stream()
                    .filter(commit -> bases.get(commit.index))
                    .collect(Collectors.toList());
            for (Commit commit : common) {
                for (Commit parent : parents(commit)) {
                    bases.clear(parent.index);
                }
            }
            return common.stream()
                    .filter(commit -> bases.get(commit.index))
                    .max(Comparator.comparingInt((Commit commit) -> commit.time).thenComparing(Commit::name));
        }

        private Commit[] parents(Commit commit) throws IOException {
            Commit[] known = commit.parents;
            return known == null ? read(commit) : known;
        }

        private Commit[] read(Commit commit) throws IOException {
            RevCommit raw = walk.parseCommit(commit);
            commit.time = raw.getCommitTime();
            Commit[] parents = new Commit[raw.getParentCount()];
            for (int i = 0; i < parents.length; i++) {
                parents[i] = graph.commit(raw.getParent(i));
            }
            // None may be the boundary of a clone that somebody has made shallow since.
            if (parents.length > 0) {
                commit.parents = parents;
            }
            return parents;
        }

        @Override
        public void close() {
            walk.close();
        }
    }
}
