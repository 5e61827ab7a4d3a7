package dev.reconciler.git.remote;

import dev.reconciler.git.RefNames;
import java.io.IOException;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevObject;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.treewalk.EmptyTreeIterator;
import org.eclipse.jgit.treewalk.TreeWalk;
import org.eclipse.jgit.treewalk.filter.TreeFilter;

/**
 * Whether everything that can be reached from a commit is there, as far as no branch vouches for it.
 *
 * <p>A commit's tree is looked at only where it differs from the trees of its parents: the rest is theirs, and they are
 * vouched for or looked at themselves. So it costs what is new, not the size of the repository.
 */
final class Connectivity implements AutoCloseable {
    private final Repository local;
    private final ObjectReader reader;
    private final RevWalk commits;

    private Connectivity(Repository local) {
        this.local = local;
        this.reader = local.newObjectReader();
        this.commits = new RevWalk(reader);
    }

    static boolean isWhole(Repository local, ObjectId commit) throws IOException {
        if (!local.getObjectDatabase().has(commit)) {
            return false;
        }
        try (Connectivity check = new Connectivity(local)) {
            check.from(commit);
            return true;
        } catch (MissingObjectException hole) {
            return false;
        }
    }

    private void from(ObjectId tip) throws IOException {
        commits.markStart(commits.parseCommit(tip));
        for (Ref ref : local.getRefDatabase().getRefs()) {
            vouch(ref);
        }
        for (RevCommit commit = commits.next(); commit != null; commit = commits.next()) {
            whatIsNewIn(commit);
        }
    }

    private void vouch(Ref ref) throws IOException {
        ObjectId id = ref.getObjectId();
        if (id != null
                && (ref.getName().startsWith("refs/heads/") || ref.getName().startsWith(RefNames.OURS))) {
            try {
                RevObject vouched = commits.peel(commits.parseAny(id));
                if (vouched instanceof RevCommit commit) {
                    commits.markUninteresting(commit);
                }
            } catch (MissingObjectException broken) {
                // A broken ref vouches for nothing.
            }
        }
    }

    private void whatIsNewIn(RevCommit commit) throws IOException {
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
                check(trees);
            }
        }
    }

    private void check(TreeWalk trees) throws IOException {
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
