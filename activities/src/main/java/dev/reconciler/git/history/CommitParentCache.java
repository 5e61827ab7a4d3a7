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
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.eclipse.jgit.errors.IncorrectObjectTypeException;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.lib.AnyObjectId;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;
import org.jspecify.annotations.Nullable;

/**
 * The commits of a repository and their parents, as far as this process has read them.
 *
 * <p>A commit's parents never change. So the parents that one step has read are kept for the steps after it, as long as
 * the process has memory to spare, and a second walk of a long history reads next to nothing from the disk. The cache
 * does not say whether the repository still has a commit; {@link HistoryReader#readCommit} does.
 */
final class CommitParentCache {
    /** One cache for each repository, by its canonical common directory. */
    private static final Map<Path, SoftReference<CommitParentCache>> CACHES = new ConcurrentHashMap<>();

    private final Map<AnyObjectId, CachedCommit> commits = new ConcurrentHashMap<>();

    /** The index of the next commit: each one has a small number, so that a set of commits is a set of bits. */
    private final AtomicInteger size = new AtomicInteger();

    /** Opens a reader that reads from the repository the commits that the cache does not have. */
    static HistoryReader openReader(Repository git) throws IOException {
        // In a shallow clone a commit at the boundary has no parents until the clone is deepened: nothing is kept then.
        boolean isWhole = git.getObjectDatabase().getShallowCommits().isEmpty();
        return new HistoryReader(isWhole ? findShared(git) : new CommitParentCache(), new RevWalk(git));
    }

    // Two threads may both miss the cache and make one each. The later one stays; both answer alike.
    private static CommitParentCache findShared(Repository git) throws IOException {
        Path path = git.getCommonDirectory().toPath().toRealPath();
        SoftReference<CommitParentCache> known = CACHES.get(path);
        CommitParentCache cache = known == null ? null : known.get();
        if (cache == null) {
            cache = new CommitParentCache();
            CACHES.put(path, new SoftReference<>(cache));
        }
        return cache;
    }

    private CachedCommit findOrAdd(AnyObjectId id) {
        CachedCommit known = commits.get(id);
        if (known != null) {
            return known;
        }
        CachedCommit added = new CachedCommit(id, size.getAndIncrement());
        // Another thread may have added the commit since. Then its object stays, and one index is never used.
        CachedCommit before = commits.putIfAbsent(added, added);
        return before == null ? added : before;
    }

    /** A commit; its parents may not have been read. */
    static final class CachedCommit extends ObjectId {
        private static final long serialVersionUID = 1L;

        private final int index;
        private volatile CachedCommit @Nullable [] parents;

        /** Seconds since 1970; valid once {@link #parents} is set, which is written after it. */
        private int time;

        private CachedCommit(AnyObjectId id, int index) {
            super(id);
            this.index = index;
        }
    }

    /** Every commit that can be reached from some tips, the tips among them. */
    record ReachableCommits(List<CachedCommit> commits, BitSet indexes) {
        boolean has(CachedCommit commit) {
            return indexes.get(commit.index);
        }
    }

    /** The cache, with a repository to read from. To be used by one thread. */
    static final class HistoryReader implements AutoCloseable {
        private final CommitParentCache cache;
        private final RevWalk walk;

        private HistoryReader(CommitParentCache cache, RevWalk walk) {
            this.cache = cache;
            this.walk = walk;
            walk.setRetainBody(false);
        }

        /**
         * Looks the commit up in the repository, also where the cache has it.
         *
         * @throws MissingObjectException if the repository does not have the commit, or has no longer
         */
        CachedCommit readCommit(ObjectId id) throws IOException {
            return cache.findOrAdd(walk.parseCommit(id));
        }

        /** The commit, if this process has come upon it; says nothing of whether the repository still has it. */
        Optional<CachedCommit> findCached(ObjectId id) {
            return Optional.ofNullable(cache.commits.get(id));
        }

        ReachableCommits collectReachable(Collection<CachedCommit> tips) throws IOException {
            List<CachedCommit> reached = new ArrayList<>();
            BitSet indexes = new BitSet(cache.size.get());
            // Not recursive: a history is deeper than a thread's stack.
            Deque<CachedCommit> open = new ArrayDeque<>(tips);
            while (!open.isEmpty()) {
                CachedCommit commit = open.pop();
                // Two lines that were forked from one commit lead to it twice.
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

        /**
         * Looks for one of some commits in the histories of tips, one history after the other, and in each the newest
         * first: what is near a tip is found soon.
         */
        Optional<Ancestry.FoundCommit> findFirst(List<ObjectId> tips, Set<ObjectId> wanted) throws IOException {
            BitSet seen = new BitSet(cache.size.get());
            for (int i = 0; i < tips.size(); i++) {
                Deque<CachedCommit> open = new ArrayDeque<>();
                findCommit(tips.get(i)).ifPresent(open::add);
                while (!open.isEmpty()) {
                    CachedCommit commit = open.remove();
                    // What an earlier tip reaches has been looked at.
                    if (seen.get(commit.index)) {
                        continue;
                    }
                    seen.set(commit.index);
                    if (wanted.contains(commit)) {
                        return Optional.of(new Ancestry.FoundCommit(i, commit.copy()));
                    }
                    open.addAll(List.of(loadParents(commit)));
                }
            }
            return Optional.empty();
        }

        // A garbage collection of the application may have removed what no ref keeps any more.
        private Optional<CachedCommit> findCommit(ObjectId id) throws IOException {
            try {
                return Optional.of(readCommit(id));
            } catch (MissingObjectException | IncorrectObjectTypeException gone) {
                return Optional.empty();
            }
        }

        /**
         * A best common ancestor, as {@code git merge-base} defines it: a common commit that cannot be reached from any
         * other common commit.
         *
         * @return the newest one by date where there are several; empty where the two sides share no commit
         */
        Optional<CachedCommit> findMergeBase(ReachableCommits local, ReachableCommits remote) throws IOException {
            // Every ancestor of a common commit is a common commit too. So it is enough to look at parents: a common
            // commit is a best one if it is the parent of no other common commit.
            //
            //   A---B---C---L     local L reaches A B C      A and B are common; B is a child of A,
            //        \                                       so A is no merge base, and B is one.
            //         D---R       remote R reaches A B D
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
            // Where each side has merged the other one's commit (a criss-cross), several are left. The choice among
            // them is arbitrary but the same each time.
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
            // A commit without parents is a root, or the boundary of a clone that a person has made shallow since this
            // reader was opened. Only a root may be kept, and the two look the same: neither is.
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
