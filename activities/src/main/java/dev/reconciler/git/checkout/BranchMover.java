package dev.reconciler.git.checkout;

import dev.reconciler.git.error.GitException;
import dev.reconciler.git.error.RefusedException;
import dev.reconciler.git.error.RepositoryBusyException;
import dev.reconciler.git.repository.DataRepository;
import dev.reconciler.git.repository.RefStore;
import dev.reconciler.thread.HeldInterrupt;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.lib.ObjectId;

/**
 * Moves a data repository's branch, and its work tree where HEAD is on it. The caller holds the repository's lock.
 *
 * <p>With a work tree, the order of the writes makes a kill at any instant harmless:
 *
 * <ol>
 *   <li>the index's lock, held until the end, so that the application can't commit the new files on the old branch, or
 *       the other way round;
 *   <li>what the caller prepares, such as the note that the application has to be told;
 *   <li>the {@link MoveNote};
 *   <li>the new files, all of them under private names: {@link WorkTreeWriter};
 *   <li>the files in their places, the branch and the index, in the order of {@link
 *       CheckoutTransaction#moveFilesAndBranch};
 *   <li>the end of the note.
 * </ol>
 *
 * <p>The next holder of the repository's lock removes private files before it removes the index's lock. A later run that
 * finds the note finishes the move, or takes the files back where a person has edited one
 * meanwhile: {@link NotedMoveRecovery}. No hook is run.
 */
public final class BranchMover {
    private final DataRepository repository;
    private final RefStore refs;
    private final String branch;
    private final MoveNote note;

    /** Moves the branch of that repository. */
    public BranchMover(DataRepository repository) {
        this.repository = repository;
        this.refs = repository.refs();
        this.branch = repository.names().branch();
        this.note = new MoveNote(repository);
    }

    /**
     * Finds out what {@link #move} would refuse, without changing anything.
     *
     * @throws RefusedException of type WorkTreeDirty, naming the paths, or Unsupported
     * @throws RepositoryBusyException if a person or the application is in the middle of a merge, rebase or the like
     */
    public void check(ObjectId from, ObjectId to) throws IOException {
        Optional<Path> workTree = new WorkTrees(repository).findCheckedOut();
        if (workTree.isPresent()) {
            List<PathChange> changes = CheckoutDifference.of(repository).between(from, to);
            Path root = workTree.get();
            try (WorkTreeFiles files = WorkTreeFiles.of(repository, root)) {
                new UncommittedPaths(files, root).refuseUncommitted(changes, IndexFile.read(repository.git()));
            }
        }
    }

    /**
     * Moves the branch.
     *
     * @param preparation runs once nothing is in the way, before the first write of the move
     * @return false if the branch is not at {@code from}; the branch and its files are unchanged then
     * @throws RefusedException as {@link #check}
     */
    public boolean move(ObjectId from, ObjectId to, String reason, MovePreparation preparation) throws IOException {
        Optional<Path> workTree = new WorkTrees(repository).findCheckedOut();
        if (workTree.isPresent()) {
            return moveWithWorkTree(workTree.get(), from, to, reason, preparation);
        }
        // No file follows the branch: the swap is one atomic write and needs no note.
        // Killed after the preparation, the run has not moved the branch: the next run decides anew.
        preparation.make();
        // The swap flushes: what the preparation and the steps before have noted is on the disk before the branch can
        // be.
        return refs.swap(branch, from, to, reason);
    }

    /** Whether a move was noted that is neither done nor taken back. */
    public boolean isUnderWay() throws IOException {
        return note.isWritten();
    }

    private boolean moveWithWorkTree(Path root, ObjectId from, ObjectId to, String reason, MovePreparation preparation)
            throws IOException {
        List<PathChange> changes = CheckoutDifference.of(repository).between(from, to);
        // Killed from here on, the run leaves the index's lock behind. The lock is in the journal of the repository's
        // lock, so the next process that takes the repository's lock removes the index's lock.
        try (CheckoutTransaction transaction = CheckoutTransaction.begin(repository, root, changes)) {
            // The branch is read under the index's lock: git commits under the same lock, so no commit comes between.
            if (!refs.read(branch).equals(from)) {
                return false;
            }
            transaction.refuseUncommitted(root);
            // Killed after this, the run leaves what was prepared, such as the call that the application is owed. The
            // branch stands where it stood, and the next run moves it.
            preparation.make();
            return moveWithNote(transaction, from, to, reason);
        }
    }

    private boolean moveWithNote(CheckoutTransaction transaction, ObjectId from, ObjectId to, String reason)
            throws IOException {
        // An earlier attempt was killed and left its note. Only that note says which of its files are to be taken back,
        // so the note stays where this attempt fails.
        boolean isResumed = isUnderWay();
        try {
            note.write(from, to);
            boolean moved = transaction.moveFilesAndBranch(() -> refs.swap(branch, from, to, reason));
            try (HeldInterrupt interrupt = HeldInterrupt.begin()) {
                if (moved) {
                    transaction.commitIndex();
                }
                if (moved || !isResumed) {
                    note.remove(from, to);
                }
            }
            return moved;
        } catch (CheckoutTransaction.UnfinishedMoveException noted) {
            throw noted;
        } catch (IOException | GitException nothingMoved) {
            try (HeldInterrupt interrupt = HeldInterrupt.begin()) {
                if (!isResumed) {
                    note.remove(from, to);
                }
            }
            throw nothingMoved;
        }
    }

    /** What the caller has to do once nothing is in the way, and before anything is changed. */
    public interface MovePreparation {
        /** Does that; a failure ends the move before its first write. */
        void make() throws IOException;
    }
}
