package dev.reconciler.git.checkout;

import dev.reconciler.git.error.GitException;
import dev.reconciler.git.error.RefusedException;
import dev.reconciler.git.error.RepositoryBusyException;
import dev.reconciler.git.repository.DataRepository;
import dev.reconciler.git.repository.RefStore;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.lib.ObjectId;

/**
 * Moves a data repository's branch, and its work tree where HEAD is on it. The caller holds the repository's lock.
 *
 * <p>The order makes it safe to be killed at any instant: the index's lock, a note of the move in refs of ours, the
 * files, the branch, the index, the end of the note. The index's lock is held throughout, so nobody commits with the new
 * files on the old branch, or the other way round. A later run that finds the note finishes the move, or takes it back
 * where a person has edited a file meanwhile. No hook is run.
 */
public final class BranchMover {
    private final DataRepository repository;
    private final RefStore refs;
    private final String branch;
    private final String noteFrom;
    private final String noteTo;

    /** Moves the branch of that repository. */
    public BranchMover(DataRepository repository) {
        this.repository = repository;
        this.refs = repository.refs();
        this.branch = repository.names().branch();
        this.noteFrom = repository.names().space() + "move/from";
        this.noteTo = repository.names().space() + "move/to";
    }

    /**
     * Finds out what {@link #move} would refuse, without changing anything.
     *
     * @throws RefusedException of type WorkTreeDirty, naming the paths, or Unsupported
     * @throws RepositoryBusyException if somebody is in the middle of a merge, rebase or the like
     */
    public void check(ObjectId from, ObjectId to) throws IOException {
        Optional<Path> workTree = new WorkTrees(repository).findCheckedOut();
        if (workTree.isPresent()) {
            List<PathChange> changes = new CheckoutDifference(repository.git()).between(from, to);
            Path root = workTree.get();
            new UncommittedPaths(files(root), root).refuseUncommitted(changes, IndexFile.read(repository.git()));
        }
    }

    /** What has to be done once nothing is in the way, and before anything is changed. */
    public interface MovePreparation {
        void make() throws IOException;
    }

    /**
     * Moves the branch.
     *
     * @return false if it is not at {@code from}, with nothing changed
     * @throws RefusedException as {@link #check}
     */
    public boolean move(ObjectId from, ObjectId to, String reason, MovePreparation announcement) throws IOException {
        Optional<Path> workTree = new WorkTrees(repository).findCheckedOut();
        if (workTree.isPresent()) {
            return moveWorkTree(workTree.get(), from, to, reason, announcement);
        }
        announcement.make();
        return refs.swap(branch, from, to, reason);
    }

    private boolean moveWorkTree(Path root, ObjectId from, ObjectId to, String reason, MovePreparation announcement)
            throws IOException {
        List<PathChange> changes = new CheckoutDifference(repository.git()).between(from, to);
        try (IndexFile index = lockIndex()) {
            if (!refs.read(branch).equals(from)) {
                return false;
            }
            WorkTreeFiles files = files(root);
            new UncommittedPaths(files, root).refuseUncommitted(changes, index);
            announcement.make();
            return moveNoted(files, index, changes, from, to, reason);
        }
    }

    private boolean moveNoted(
            WorkTreeFiles files, IndexFile index, List<PathChange> changes, ObjectId from, ObjectId to, String reason)
            throws IOException {
        // What a killed attempt has moved is only its note's to take back: where this one fails, that note stays.
        boolean isResumed = isUnderWay();
        try {
            note(from, to);
            boolean moved = moveFilesAndBranch(files, index, changes, () -> refs.swap(branch, from, to, reason));
            if (moved) {
                commit(index);
            }
            if (moved || !isResumed) {
                forget(from, to);
            }
            return moved;
        } catch (UnfinishedMoveException noted) {
            throw noted;
        } catch (IOException | GitException nothingMoved) {
            if (!isResumed) {
                forget(from, to);
            }
            throw nothingMoved;
        }
    }

    /** Neither done nor taken back: the note stays, and the next run does one or the other. */
    private static final class UnfinishedMoveException extends IOException {
        private static final long serialVersionUID = 1L;

        UnfinishedMoveException(Throwable cause) {
            super(cause);
        }
    }

    private static void commit(IndexFile index) throws IOException {
        try {
            index.commit();
        } catch (IOException failed) {
            throw new UnfinishedMoveException(failed);
        }
    }

    private IndexFile lockIndex() throws IOException {
        return IndexFile.lock(repository.git(), repository.expectIndexLock());
    }

    private interface BranchSwap {
        boolean run() throws IOException;
    }

    /** The branch is moved last: where that fails, or anything before, the files are as they were. */
    private static boolean moveFilesAndBranch(
            WorkTreeFiles files, IndexFile index, List<PathChange> changes, BranchSwap swap) throws IOException {
        WorkTreeUpdate moves = new WorkTreeUpdate(files);
        List<PathChange> applied = new ArrayList<>();
        boolean moved = false;
        try {
            moves.apply(changes, applied);
            index.prepare(changes, files);
            moved = swap.run();
            return moved;
        } finally {
            if (!moved) {
                takeBack(files, applied);
            }
        }
    }

    private static void takeBack(WorkTreeFiles files, List<PathChange> applied) throws IOException {
        try {
            new WorkTreeUpdate(files).restore(applied);
        } catch (IOException | GitException failed) {
            throw new UnfinishedMoveException(failed);
        }
    }

    /** Whether a move was noted that is neither done nor taken back. */
    public boolean isUnderWay() throws IOException {
        return refs.exists(noteFrom);
    }

    /**
     * Finishes the move that a killed run noted, or takes it back where a person has edited a file meanwhile.
     *
     * @return where the branch was before, where it was moved now
     */
    public Optional<ObjectId> recover() throws IOException {
        ObjectId from = refs.read(noteFrom);
        ObjectId to = refs.read(noteTo);
        if (from.equals(ObjectId.zeroId()) && to.equals(ObjectId.zeroId())) {
            return Optional.empty();
        }
        boolean moved = false;
        // Both halves of the note are written before the first file; with one of them nothing was touched.
        if (!from.equals(ObjectId.zeroId()) && !to.equals(ObjectId.zeroId())) {
            moved = recover(from, to);
        }
        forget(from, to);
        return moved ? Optional.of(from) : Optional.empty();
    }

    private boolean recover(ObjectId from, ObjectId to) throws IOException {
        Optional<Path> workTree = new WorkTrees(repository).findCheckedOut();
        if (workTree.isEmpty()) {
            return false;
        }
        WorkTreeFiles files = files(workTree.get());
        files.sweep();
        WorkTreeUpdate moves = new WorkTreeUpdate(files);
        List<PathChange> changes = new CheckoutDifference(repository.git()).between(from, to);
        try (IndexFile index = lockIndex()) {
            ObjectId now = refs.read(branch);
            if (now.equals(from) && moves.isAllOurs(index, changes)) {
                return finish(files, index, changes, from, to);
            } else if (now.equals(from)) {
                moves.restore(changes);
            } else if (now.equals(to)) {
                index.prepare(moves.findNotStaged(index, changes), files);
                index.commit();
            }
            // With the branch elsewhere, somebody has taken it over.
            return false;
        }
    }

    /** What was done by the killed run is taken back too where it can't be finished: the disk may be full. */
    private boolean finish(WorkTreeFiles files, IndexFile index, List<PathChange> changes, ObjectId from, ObjectId to)
            throws IOException {
        boolean moved = false;
        try {
            moved = moveFilesAndBranch(
                    files, index, changes, () -> refs.swap(branch, from, to, "finish a move that was interrupted"));
        } finally {
            if (!moved) {
                takeBack(files, changes);
            }
        }
        if (moved) {
            commit(index);
        }
        return moved;
    }

    private void note(ObjectId from, ObjectId to) throws IOException {
        refs.swap(noteFrom, refs.read(noteFrom), from, "move noted");
        refs.swap(noteTo, refs.read(noteTo), to, "move noted");
    }

    private void forget(ObjectId from, ObjectId to) throws IOException {
        refs.tidy(noteTo, to, "move done");
        refs.tidy(noteFrom, from, "move done");
    }

    private WorkTreeFiles files(Path root) {
        return new WorkTreeFiles(repository.git(), root, repository.directory().gitDir());
    }
}
