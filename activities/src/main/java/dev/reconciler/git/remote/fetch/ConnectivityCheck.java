package dev.reconciler.git.remote.fetch;

import dev.reconciler.git.repository.RefNames;
import java.io.IOException;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.treewalk.EmptyTreeIterator;
import org.eclipse.jgit.treewalk.TreeWalk;
import org.eclipse.jgit.treewalk.filter.TreeFilter;
import org.jspecify.annotations.Nullable;

/**
 * Whether everything that can be reached from a commit is there, as far as nothing that was looked at before
 * vouches for it.
 *
 * <p>A commit's tree is looked at only where it differs from the trees of its parents: the rest is theirs, and they are
 * vouched for or looked at themselves. So it costs what is new, not the size of the repository.
 */
public final class ConnectivityCheck implements AutoCloseable {
    private final Repository local;
    private final ObjectReader reader;
    private final RevWalk commits;

    private ConnectivityCheck(Repository local) {
        this.local = local;
        this.reader = new RecentTreeReader(local.newObjectReader());
        this.commits = new RevWalk(reader);
    }

    public static boolean isWhole(Repository local, ObjectId commit) throws IOException {
        if (!local.getObjectDatabase().has(commit)) {
            return false;
        }
        try (ConnectivityCheck check = new ConnectivityCheck(local)) {
            check.walkFrom(commit, "refs/heads/", RefNames.OURS);
            return true;
        } catch (MissingObjectException hole) {
            return false;
        }
    }

    /**
     * Looks at what is about to be pushed: a sender that finds a hole leaves the remote waiting.
     *
     * @param known what the remote has, besides what it was seen to hold; the zero id: nothing
     * @throws MissingObjectException if an object is not there
     */
    public static void checkBeforePush(Repository local, ObjectId tip, ObjectId known) throws IOException {
        try (ConnectivityCheck check = new ConnectivityCheck(local)) {
            check.markVouched(known);
            check.walkFrom(tip, "refs/remotes/", RefNames.OURS);
        }
    }

    /** @param vouching the prefixes of the refs that do */
    private void walkFrom(ObjectId tip, String... vouching) throws IOException {
        commits.markStart(commits.parseCommit(tip));
        for (Ref ref : local.getRefDatabase().getRefsByPrefix(vouching)) {
            markVouched(ref.getObjectId());
        }
        for (RevCommit commit = commits.next(); commit != null; commit = commits.next()) {
            checkNewEntries(commit);
        }
    }

    private void markVouched(@Nullable ObjectId id) throws IOException {
        if (id == null || id.equals(ObjectId.zeroId())) {
            return;
        }
        try {
            if (commits.peel(commits.parseAny(id)) instanceof RevCommit commit) {
                commits.markUninteresting(commit);
            }
        } catch (MissingObjectException broken) {
            // A broken ref vouches for nothing.
        }
    }

    private void checkNewEntries(RevCommit commit) throws IOException {
        try (TreeWalk trees = new TreeWalk(reader)) {
            trees.setRecursive(true);
            trees.setFilter(TreeFilter.ANY_DIFF);
            trees.addTree(commit.getTree());
            for (RevCommit parent : commit.getParents()) {
                commits.parseHeaders(parent);
                trees.addTree(parent.getTree());
            }
            if (commit.getParentCount() == 0) {
                trees.addTree(new EmptyTreeIterator());
            }
            while (trees.next()) {
                checkEntry(trees);
            }
        }
    }

    private void checkEntry(TreeWalk trees) throws IOException {
        FileMode mode = trees.getFileMode(0);
        if (mode != FileMode.MISSING && mode != FileMode.GITLINK && !reader.has(trees.getObjectId(0))) {
            throw new MissingObjectException(trees.getObjectId(0), mode.getObjectType());
        }
    }

    @Override
    public void close() {
        commits.close();
        reader.close();
    }
}
