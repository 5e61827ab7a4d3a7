package dev.reconciler.git.remote;

import dev.reconciler.git.RefNames;
import java.io.IOException;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.lib.Constants;
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

/** Whether commits that are about to be pushed are all there: a sender that finds a hole leaves the remote waiting. */
final class Connectivity {
    private Connectivity() {}

    /**
     * Looks at what each commit changed that no remote was seen to hold.
     *
     * @param known what the remote has besides; the zero id: nothing
     * @throws MissingObjectException if an object is not there
     */
    static void check(Repository git, ObjectId tip, ObjectId known) throws IOException {
        try (RevWalk walk = new RevWalk(git)) {
            walk.markStart(walk.parseCommit(tip));
            markKnown(walk, known);
            for (Ref seen : git.getRefDatabase().getRefsByPrefix(RefNames.OURS, "refs/remotes/")) {
                markKnown(walk, seen.getObjectId());
            }
            for (RevCommit commit = walk.next(); commit != null; commit = walk.next()) {
                checkChanges(walk, commit);
            }
        }
    }

    private static void markKnown(RevWalk walk, @Nullable ObjectId known) throws IOException {
        if (known != null && walk.getObjectReader().has(known)) {
            walk.markUninteresting(walk.parseCommit(known));
        }
    }

    private static void checkChanges(RevWalk walk, RevCommit commit) throws IOException {
        ObjectReader reader = walk.getObjectReader();
        try (TreeWalk changes = new TreeWalk(reader)) {
            changes.setRecursive(true);
            changes.setFilter(TreeFilter.ANY_DIFF);
            changes.addTree(commit.getTree());
            for (RevCommit parent : commit.getParents()) {
                walk.parseHeaders(parent);
                changes.addTree(parent.getTree());
            }
            if (commit.getParentCount() == 0) {
                changes.addTree(new EmptyTreeIterator());
            }
            while (changes.next()) {
                checkBlob(reader, changes);
            }
        }
    }

    private static void checkBlob(ObjectReader reader, TreeWalk at) throws IOException {
        FileMode mode = at.getFileMode(0);
        boolean isBlob = mode != FileMode.MISSING && mode != FileMode.GITLINK;
        if (isBlob && !reader.has(at.getObjectId(0))) {
            throw new MissingObjectException(at.getObjectId(0), Constants.OBJ_BLOB);
        }
    }
}
