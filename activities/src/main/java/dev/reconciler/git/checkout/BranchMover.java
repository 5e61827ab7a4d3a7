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
 * <p>Where no work tree has the branch checked out, no file follows it. A git that switches to the branch meanwhile has read
 * the commit that the branch leaves, and HEAD is set to the branch once its files are there. So after its move the branch
 * is looked for again, and goes back where such a git is seen, unless the index says that the git has read the new commit;
 * the note stands around that too.
 *
 * <p>The next holder of the repository's lock removes private files before it removes the index's lock. A later run that
 * finds the note finishes the move, or takes the files back where a person has edited one
 * meanwhile: {@link NotedMoveRecovery}. No hook is run.
 */
public final class BranchMover {
    private final DataRepository repository;
    private final RefStore refs;
    private final String branch;
    private final WorkTrees trees;
    private final MoveNote note;

    /** Moves the branch of that repository. */
    public BranchMover(DataRepository repository) {
        this.repository = repository;
        this.refs = repository.refs();
        this.branch = repository.names().branch();
        this.trees = new WorkTrees(repository);
        this.note = new MoveNote(repository);
    }

    /**
     * Finds out what {@link #move} would refuse, without changing anything.
     *
     * @throws RefusedException of type WorkTreeDirty, naming the paths, or Unsupported
     * @throws RepositoryBusyException if a person or the application is in the middle of a merge, rebase or the like
     */
    public void check(ObjectId from, ObjectId to) throws IOException {
        Optional<Path> workTree = trees.findCheckedOut();
        if (workTree.isPresent()) {
            List<PathChange> changes = CheckoutDifference.of(repository).between(from, to);
            Path root = workTree.get();
            try (WorkTreeFiles files = WorkTreeFiles.of(repository, root, changes)) {
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
        Optional<Path> workTree = trees.findCheckedOut();
        CheckoutTransaction.BranchSwap swap = () -> refs.swap(branch, from, to, reason);
        if (workTree.isPresent()) {
            return moveWithWorkTree(workTree.get(), from, to, swap, preparation);
        }
        // Killed after the preparation, the run has not moved the branch: the next run decides anew.
        preparation.make();
        // The swap flushes: what the preparation and the steps before have noted is on the disk before the branch can
        // be. Without a work tree it is one atomic write and needs no note.
        return trees.areThere() ? moveBesideWorkTrees(from, to, swap) : swap.run();
    }

    /** Whether a move was noted that is neither done nor taken back. */
    public boolean isUnderWay() throws IOException {
        return note.isWritten();
    }

    /** Moves the branch by that swap, as long as no work tree has it checked out. */
    boolean moveBesideWorkTrees(ObjectId from, ObjectId to, CheckoutTransaction.BranchSwap swap) throws IOException {
        return moveWithNote(from, to, () -> {
            refuseCheckedOut();
            return swap.run() && staysBesideWorkTrees(from, to);
        });
    }

    // Killed before this, the run leaves the branch moved and the note. Where a work tree was switched to the
    // branch, and has the files that the branch had before, NotedMoveRecovery brings them along.
    private boolean staysBesideWorkTrees(ObjectId from, ObjectId to) throws IOException {
        try {
            refuseCheckedOut();
            return true;
        } catch (IOException | GitException switched) {
            // Where the git that has switched has read the new commit, its files are there, and a branch that went back
            // would have them staged. Where the application has moved the branch on, its commits stay.
            if (isSwitchedTo(to, from) || !takeBack(from, to)) {
                return true;
            }
            // Until the branch was back, a git could read the new commit.
            if (isSwitchedTo(to, from) && moveAgain(from, to)) {
                return true;
            }
            throw switched;
        }
    }

    private boolean isSwitchedTo(ObjectId to, ObjectId from) {
        try {
            return trees.areSwitchedTo(to, from);
        } catch (IOException | GitException untold) {
            // An index that can't be read is no proof, and the branch belongs where it was.
            return false;
        }
    }

    private boolean moveAgain(ObjectId from, ObjectId to) throws IOException {
        return refs.swap(branch, from, to, "move again: a work tree is switched to the new commit");
    }

    private void refuseCheckedOut() throws IOException {
        Optional<Path> workTree = trees.findCheckedOut();
        if (workTree.isPresent()) {
            throw new RepositoryBusyException(
                    workTree.get() + " was switched to the branch meanwhile; the next run tries again");
        }
    }

    private boolean takeBack(ObjectId from, ObjectId to) throws IOException {
        try (HeldInterrupt interrupt = HeldInterrupt.begin()) {
            return refs.swap(branch, to, from, "take back: a work tree is switched");
        } catch (IOException | GitException failed) {
            throw new CheckoutTransaction.UnfinishedMoveException(failed);
        }
    }

    private boolean moveWithWorkTree(
            Path root, ObjectId from, ObjectId to, CheckoutTransaction.BranchSwap swap, MovePreparation preparation)
            throws IOException {
        List<PathChange> changes = CheckoutDifference.of(repository).between(from, to);
        // Killed from here on, the run leaves the index's lock behind. The lock is in the journal of the repository's
        // lock, so the next process that takes the repository's lock removes the index's lock.
        try (CheckoutTransaction transaction = CheckoutTransaction.begin(repository, root, changes)) {
            transaction.refuseLeft();
            // The branch is read under the index's lock: git commits under the same lock, so no commit comes between.
            if (!refs.read(branch).equals(from)) {
                return false;
            }
            transaction.refuseUncommitted(root);
            // Killed after this, the run leaves what was prepared, such as the call that the application is owed. The
            // branch stands where it stood, and the next run moves it.
            preparation.make();
            return moveWithNote(from, to, () -> moveAll(transaction, swap));
        }
    }

    private static boolean moveAll(CheckoutTransaction transaction, CheckoutTransaction.BranchSwap swap)
            throws IOException {
        boolean moved = transaction.moveFilesAndBranch(swap);
        if (moved) {
            try (HeldInterrupt interrupt = HeldInterrupt.begin()) {
                transaction.commitIndex();
            }
        }
        return moved;
    }

    private boolean moveWithNote(ObjectId from, ObjectId to, CheckoutTransaction.BranchSwap move) throws IOException {
        // An earlier attempt was killed and left its note. Only that note says which of its files are to be taken back,
        // so the note stays where this attempt fails.
        boolean isResumed = isUnderWay();
        try {
            note.write(from, to);
            boolean moved = move.run();
            try (HeldInterrupt interrupt = HeldInterrupt.begin()) {
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
