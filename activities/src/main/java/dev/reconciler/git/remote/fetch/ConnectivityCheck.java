package dev.reconciler.git.remote.fetch;

import dev.reconciler.git.repository.RefNames;
import java.io.IOException;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectLoader;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.treewalk.AbstractTreeIterator;
import org.eclipse.jgit.treewalk.EmptyTreeIterator;
import org.eclipse.jgit.treewalk.TreeWalk;
import org.eclipse.jgit.treewalk.filter.TreeFilter;
import org.jspecify.annotations.Nullable;

/**
 * Checks that every object that can be reached from a commit is in the object database, as {@code check_connected} of
 * git's {@code connected.c} does with {@code git rev-list --objects <tip> --not --all}.
 *
 * <p>A ref vouches for its commit and for all that is below it: those objects are not looked at again. With
 *
 * <pre>
 *   A---B          refs/heads/main, which vouches for A and B
 *        \
 *         C---D    fetched, held by no ref yet
 * </pre>
 *
 * the walk from D meets D and C, and stops at B. Of C it looks only at the entries of its tree that B's tree does not
 * have, and of D at those that C's tree does not have. So a check costs as much as came newly, whatever the size of the
 * repository. If main were not there, A would be compared with the empty tree, and everything would be looked at.
 *
 * <p>The refs that vouch differ between the two checks:
 *
 * <table>
 *   <caption>Which refs vouch</caption>
 *   <tr><td>{@link #isWhole}, for a fetched commit</td><td>{@code refs/heads/}, because the application works on them,
 *     and a hole there is not this fetch's. Not {@code refs/remotes/}: the fetch of another git that was cut off may have
 *     moved them onto commits with holes.</td></tr>
 *   <tr><td>{@link #checkBeforePush}, for a commit to push</td><td>{@code refs/remotes/}, because the remote was seen to
 *     hold them, so the sender leaves their objects out. Not {@code refs/heads/}: the commits to push are on
 *     them.</td></tr>
 *   <tr><td>both</td><td>{@link RefNames#OURS}, which the program moves only onto commits that it checked or wrote
 *     itself.</td></tr>
 * </table>
 */
public final class ConnectivityCheck implements AutoCloseable {
    private final Repository local;
    private final ObjectReader reader;
    private final RevWalk commits;
    private final @Nullable ReceivedObjectChecker checker;

    /** Whether an object has to be read, or only to be there. */
    private final boolean readsContents;

    private ConnectivityCheck(Repository local, @Nullable ReceivedObjectChecker checker, boolean readsContents) {
        this.checker = checker;
        this.local = local;
        this.readsContents = readsContents;
        this.reader = new RecentTreeReader(local.newObjectReader());
        this.commits = new RevWalk(reader);
    }

    /**
     * Whether the commit and everything below it are in the object database of that repository.
     *
     * @param checker refuses a hostile {@code .gitmodules}, also one that an earlier fetch has left
     * @throws org.eclipse.jgit.errors.CorruptObjectException if the checker refuses something
     */
    public static boolean isWhole(Repository local, ObjectId commit, ReceivedObjectChecker checker) throws IOException {
        // The usual answer before a fetch is that the commit itself is missing: no ref is read for it.
        if (!local.getObjectDatabase().has(commit)) {
            return false;
        }
        try {
            check(local, commit, checker);
            return true;
        } catch (MissingObjectException hole) {
            return false;
        }
    }

    /**
     * Checks that a fetched commit and everything below it are in the object database of that repository.
     *
     * @throws MissingObjectException if an object is not there
     */
    public static void check(Repository local, ObjectId commit, ReceivedObjectChecker checker) throws IOException {
        try (ConnectivityCheck check = new ConnectivityCheck(local, checker, false)) {
            check.walkFrom(commit, "refs/heads/", RefNames.OURS);
        }
    }

    /**
     * Checks that every file and folder of one commit is in the object database, and not what is below it: for a new
     * clone, where nothing vouches for the earlier commits and a walk through them all would take as long as the fetch.
     *
     * @throws MissingObjectException if an object is not there
     */
    public static void checkFiles(Repository local, ObjectId commit) throws IOException {
        try (ConnectivityCheck check = new ConnectivityCheck(local, null, false);
                TreeWalk trees = new TreeWalk(check.reader)) {
            trees.setRecursive(true);
            trees.addTree(check.commits.parseCommit(commit).getTree());
            while (trees.next()) {
                check.checkEntry(trees);
            }
        }
    }

    /**
     * Checks a commit that is about to be pushed, and reads what is new in it. JGit's sender would find a hole or a
     * damaged object in the middle of the pack, when the remote has begun to read, and the remote would wait for the rest.
     *
     * @param known what the remote holds now, beside what it was seen to hold earlier; the zero id: no commit
     * @throws MissingObjectException if an object is not there
     * @throws IOException if an object can't be read
     */
    public static void checkBeforePush(Repository local, ObjectId tip, ObjectId known) throws IOException {
        try (ConnectivityCheck check = new ConnectivityCheck(local, null, true)) {
            check.markVouched(known);
            check.walkFrom(tip, "refs/remotes/", RefNames.OURS);
        }
    }

    /** @param vouching the prefixes of the refs that vouch */
    private void walkFrom(ObjectId tip, String... vouching) throws IOException {
        commits.markStart(commits.parseCommit(tip));
        for (Ref ref : local.getRefDatabase().getRefsByPrefix(vouching)) {
            markVouched(ref.getObjectId());
        }
        // In the example: D, then C. The walk ends before B, whose mark "uninteresting" spreads to A.
        for (RevCommit commit = commits.next(); commit != null; commit = commits.next()) {
            checkNewEntries(commit);
        }
    }

    private void markVouched(@Nullable ObjectId id) throws IOException {
        // A symbolic ref without a target, or the zero id of a ref that does not exist on the remote.
        if (id == null || id.equals(ObjectId.zeroId())) {
            return;
        }
        try {
            // A tag vouches for the commit that it names, a ref to a tree or a blob for nothing.
            if (commits.peel(commits.parseAny(id)) instanceof RevCommit commit) {
                commits.markUninteresting(commit);
            }
        } catch (MissingObjectException broken) {
            // A broken ref vouches for nothing, and is no reason to refuse a commit that does not need it.
        }
    }

    // An entry that a parent has too is the parent's: the parent is vouched for, or the walk comes to it later.
    private void checkNewEntries(RevCommit commit) throws IOException {
        try (TreeWalk trees = new TreeWalk(reader)) {
            trees.setRecursive(true);
            // ANY_DIFF leaves out an entry, and a whole directory without reading it, that all trees have alike.
            trees.setFilter(TreeFilter.ANY_DIFF);
            trees.addTree(commit.getTree());
            for (RevCommit parent : commit.getParents()) {
                commits.parseHeaders(parent);
                trees.addTree(parent.getTree());
            }
            // The first commit of a history: every entry of it is new.
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
        // MISSING: a parent has the path and the commit deleted it. GITLINK: a submodule's commit is in another
        // repository. A missing tree needs no line here, because the walk itself fails when it enters one.
        if (mode == FileMode.MISSING) {
            return;
        }
        if (mode != FileMode.GITLINK) {
            checkObject(trees.getObjectId(0), mode.getObjectType());
        }
        if (checker != null) {
            checker.checkGitmodules(reader, trees.getTree(0, AbstractTreeIterator.class));
        }
    }

    private void checkObject(ObjectId id, int type) throws IOException {
        if (!readsContents) {
            if (!reader.has(id)) {
                throw new MissingObjectException(id, type);
            }
            return;
        }
        ObjectLoader object = reader.open(id, type);
        // A large one takes as long to read as to send: its beginning has to do.
        if (!object.isLarge()) {
            object.getCachedBytes();
        }
    }

    @Override
    public void close() {
        commits.close();
        reader.close();
    }
}
