package dev.reconciler.git.replay;

import java.io.IOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.eclipse.jgit.lib.CommitBuilder;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.revwalk.filter.RevFilter;

/**
 * Cuts divergences out of a history that people have made. Commits of it become the two sides as they are; or one side
 * gets a few commits more, with trees of other commits, where a history has too little of something: a remote that has
 * the own changes in part, merges that are not what git makes of their parents, merges of three.
 */
final class HistoryCutter implements AutoCloseable {
    private static final int MOST_OWN = 40;
    private static final int MOST_UPSTREAM = 400;
    private static final int NEAR = 60;

    private final Repository repository;
    private final RevWalk walk;
    private final ObjectInserter inserter;
    private final Random random;
    private final List<RevCommit> commits = new ArrayList<>();
    private final Map<RevCommit, Integer> places = new HashMap<>();
    private final List<RevCommit> merges = new ArrayList<>();
    private long clock = 1_750_000_000L;

    /** One divergence, and how it came to be. */
    record Cut(String how, ObjectId local, ObjectId remote) {}

    /**
     * Reads a whole history.
     *
     * @param repository has the history, and takes the commits that are made
     * @param tips what is reachable from these is the history
     */
    HistoryCutter(Repository repository, List<ObjectId> tips, long seed) throws IOException {
        this.repository = repository;
        this.inserter = repository.newObjectInserter();
        this.random = new Random(seed);
        this.walk = new RevWalk(repository);
        walk.setRetainBody(false);
        for (ObjectId tip : tips) {
            walk.markStart(walk.parseCommit(tip));
        }
        walk.forEach(commits::add);
        commits.forEach(each -> places.put(each, places.size()));
        commits.stream().filter(each -> each.getParentCount() > 1).forEach(merges::add);
    }

    /** A divergence with own commits, with upstream ones, and with something in common. */
    Cut next() throws IOException {
        while (true) {
            Cut cut =
                    switch (random.nextInt(8)) {
                        case 0, 1 -> cutMerge();
                        case 2, 3 -> cutLines();
                        case 4 -> cutBeforeOneCommit();
                        case 5 -> cutBeforeTakenChanges();
                        case 6 -> cutUnusualMerge();
                        default -> cutOctopus();
                    };
            if (isDivergence(repository, cut.local(), cut.remote())) {
                return cut;
            }
        }
    }

    /** As a merge found them, the own side either of the two. */
    private Cut cutMerge() throws IOException {
        if (merges.isEmpty()) {
            return cutLines();
        }
        RevCommit merge = merges.get(random.nextInt(merges.size()));
        int local = random.nextInt(merge.getParentCount());
        int remote = (local + 1) % merge.getParentCount();
        return new Cut("parents of " + merge.name(), merge.getParent(local), merge.getParent(remote));
    }

    /** Two commits of about the same time. */
    private Cut cutLines() {
        RevCommit local = anyCommit();
        return new Cut("two lines", local, near(local));
    }

    /** The remote has one commit since, which may be half a history at once, or one taken back. */
    private Cut cutBeforeOneCommit() throws IOException {
        RevCommit local = anyCommit();
        RevCommit start = ancestor(local);
        RevCommit tree = chance(3) ? anyCommit() : near(local);
        return new Cut("onto the tree of " + tree.name(), local, commit(tree, start));
    }

    /** The remote has some of the own changes, several of them in one commit or each by itself. */
    private Cut cutBeforeTakenChanges() throws IOException {
        RevCommit local = anyCommit();
        RevCommit start = ancestor(local);
        ObjectId remote = start;
        for (RevCommit each : firstParents(local, start)) {
            if (chance(2)) {
                remote = commit(each, remote);
            }
        }
        return new Cut("onto some of the own changes", local, commit(near(local), remote));
    }

    /** A merge with a tree from elsewhere, and more on top of it. */
    private Cut cutUnusualMerge() throws IOException {
        RevCommit first = anyCommit();
        ObjectId merge = commit(chance(2) ? first : near(first), first, near(first));
        ObjectId local = chance(2) ? merge : commit(near(first), merge);
        return new Cut("merge with another tree", local, near(first));
    }

    private Cut cutOctopus() throws IOException {
        RevCommit first = anyCommit();
        ObjectId merge = commit(first, first, near(first), near(first));
        return new Cut("merge of three", commit(near(first), merge), near(first));
    }

    /** Whether each side has some commits of its own, not too many, and both have one in common. */
    static boolean isDivergence(Repository repository, ObjectId local, ObjectId remote) throws IOException {
        return isBetween(count(repository, local, remote), MOST_OWN)
                && isBetween(count(repository, remote, local), MOST_UPSTREAM)
                && hasBase(repository, local, remote);
    }

    private static boolean isBetween(int count, int most) {
        return count > 0 && count <= most;
    }

    /** At most one more than is of use. */
    private static int count(Repository repository, ObjectId of, ObjectId without) throws IOException {
        try (RevWalk walk = new RevWalk(repository)) {
            walk.markStart(walk.parseCommit(of));
            walk.markUninteresting(walk.parseCommit(without));
            int count = 0;
            while (count <= MOST_UPSTREAM && walk.next() != null) {
                count++;
            }
            return count;
        }
    }

    private static boolean hasBase(Repository repository, ObjectId local, ObjectId remote) throws IOException {
        try (RevWalk walk = new RevWalk(repository)) {
            walk.setRevFilter(RevFilter.MERGE_BASE);
            walk.markStart(walk.parseCommit(local));
            walk.markStart(walk.parseCommit(remote));
            return walk.next() != null;
        }
    }

    private RevCommit anyCommit() {
        return commits.get(random.nextInt(commits.size()));
    }

    private RevCommit near(RevCommit commit) {
        int at = places.get(commit) + random.nextInt(2 * NEAR) - NEAR;
        return commits.get(Math.max(0, Math.min(commits.size() - 1, at)));
    }

    /** A few steps back, by any parent. */
    private RevCommit ancestor(RevCommit commit) throws IOException {
        RevCommit ancestor = commit;
        int steps = 1 + random.nextInt(8);
        for (int i = 0; i < steps && ancestor.getParentCount() > 0; i++) {
            ancestor = ancestor.getParent(random.nextInt(ancestor.getParentCount()));
        }
        return ancestor;
    }

    /** Oldest first, without the start; a few where it is not on this line. */
    private static List<RevCommit> firstParents(RevCommit tip, RevCommit start) {
        List<RevCommit> line = new ArrayList<>();
        RevCommit at = tip;
        while (!at.equals(start) && at.getParentCount() > 0 && line.size() < 8) {
            line.add(0, at);
            at = at.getParent(0);
        }
        return line;
    }

    private ObjectId commit(RevCommit tree, ObjectId... parents) throws IOException {
        CommitBuilder builder = new CommitBuilder();
        builder.setTreeId(tree.getTree());
        builder.setParentIds(List.of(parents).stream().distinct().toArray(ObjectId[]::new));
        clock += 60;
        PersonIdent person =
                new PersonIdent("Ann Author", "ann@example.org", Instant.ofEpochSecond(clock), ZoneOffset.ofHours(1));
        builder.setAuthor(person);
        builder.setCommitter(person);
        builder.setMessage("With the tree of " + tree.name() + "\n");
        ObjectId id = inserter.insert(builder);
        inserter.flush();
        return id;
    }

    private boolean chance(int in) {
        return random.nextInt(in) == 0;
    }

    @Override
    public void close() {
        inserter.close();
        walk.close();
    }
}
