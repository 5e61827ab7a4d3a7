package dev.reconciler.git.history;

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
final class CommitParentCache {
    private static final Map<Path, SoftReference<CommitParentCache>> CACHES = new ConcurrentHashMap<>();

    private final Map<AnyObjectId, CachedCommit> commits = new ConcurrentHashMap<>();
    private final AtomicInteger size = new AtomicInteger();

    /** A commit; its parents may not have been read. */
    static final class CachedCommit extends ObjectId {
        private static final long serialVersionUID = 1L;

        private final int index;
        private volatile CachedCommit @Nullable [] parents;

        /** Seconds since 1970; known once the parents are. */
        private int time;

        private CachedCommit(AnyObjectId id, int index) {
            super(id);
            this.index = index;
        }
    }

    /** Everything that can be reached from some commits, these among it. */
    record ReachableCommits(List<CachedCommit> commits, BitSet indexes) {
        boolean has(CachedCommit commit) {
            return indexes.get(commit.index);
        }
    }

    /** Reads what is not known yet from that repository. */
    static HistoryReader openReader(Repository git) throws IOException {
        // The parents of a shallow boundary do change.
        boolean isWhole = git.getObjectDatabase().getShallowCommits().isEmpty();
        return new HistoryReader(isWhole ? findShared(git) : new CommitParentCache(), new RevWalk(git));
    }

    private static CommitParentCache findShared(Repository git) throws IOException {
        Path path = git.getCommonDirectory().toPath().toRealPath();
        SoftReference<CommitParentCache> known = CACHES.get(path);
        CommitParentCache graph = known == null ? null : known.get();
        if (graph == null) {
            graph = new CommitParentCache();
            CACHES.put(path, new SoftReference<>(graph));
        }
        return graph;
    }

    private CachedCommit findOrAdd(AnyObjectId id) {
        CachedCommit known = commits.get(id);
        if (known != null) {
            return known;
        }
        CachedCommit met = new CachedCommit(id, size.getAndIncrement());
        CachedCommit before = commits.putIfAbsent(met, met);
        return before == null ? met : before;
    }

    /** The graph, with a repository to read from. */
    static final class HistoryReader implements AutoCloseable {
        private final CommitParentCache cache;
        private final RevWalk walk;

        private HistoryReader(CommitParentCache graph, RevWalk walk) {
            this.cache = graph;
            this.walk = walk;
            walk.setRetainBody(false);
        }

        /** @throws MissingObjectException if it is not there */
        CachedCommit readCommit(ObjectId id) throws IOException {
            return cache.findOrAdd(walk.parseCommit(id));
        }

        /** The commit, where it was met already. */
        Optional<CachedCommit> findCached(ObjectId id) {
            return Optional.ofNullable(cache.commits.get(id));
        }

        ReachableCommits collectReachable(Collection<CachedCommit> tips) throws IOException {
            List<CachedCommit> reached = new ArrayList<>();
            BitSet indexes = new BitSet(cache.size.get());
            Deque<CachedCommit> open = new ArrayDeque<>(tips);
            while (!open.isEmpty()) {
                CachedCommit commit = open.pop();
                if (indexes.get(commit.index)) {
                    continue;
                }
                indexes.set(commit.index);
                reached.add(commit);
                for (CachedCommit parent : loadParents(commit)) {
                    open.push(parent);
                }
            }
            return new ReachableCommits(reached, indexes);
        }

        /** The newest of the common commits that have no common child. */
        Optional<CachedCommit> findMergeBase(ReachableCommits local, ReachableCommits remote) throws IOException {
            BitSet bases = (BitSet) local.indexes().clone();
            bases.and(remote.indexes());
            List<CachedCommit> common = local.commits().stream()
                    .filter(commit -> bases.get(commit.index))
                    .collect(Collectors.toList());
            for (CachedCommit commit : common) {
                for (CachedCommit parent : loadParents(commit)) {
                    bases.clear(parent.index);
                }
            }
            return common.stream()
                    .filter(commit -> bases.get(commit.index))
                    .max(Comparator.comparingInt((CachedCommit commit) -> commit.time)
                            .thenComparing(CachedCommit::name));
        }

        private CachedCommit[] loadParents(CachedCommit commit) throws IOException {
            CachedCommit[] known = commit.parents;
            return known == null ? readParents(commit) : known;
        }

        private CachedCommit[] readParents(CachedCommit commit) throws IOException {
            RevCommit raw = walk.parseCommit(commit);
            commit.time = raw.getCommitTime();
            CachedCommit[] parents = new CachedCommit[raw.getParentCount()];
            for (int i = 0; i < parents.length; i++) {
                parents[i] = cache.findOrAdd(raw.getParent(i));
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
