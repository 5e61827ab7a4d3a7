package dev.reconciler.git.checkout;

import dev.reconciler.git.error.GitException;
import dev.reconciler.git.error.RefusedException;
import dev.reconciler.git.error.RepositoryBusyException;
import dev.reconciler.git.file.DiskSync;
import dev.reconciler.git.repository.DataRepository;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The files, the branch and the index of one move, under the index's lock. Here is the order in which they are written;
 * {@link BranchMover} and {@link NotedMoveRecovery} decide whether.
 */
final class CheckoutTransaction implements AutoCloseable {
    private final WorkTrees trees;
    private final WorkTreeFiles files;
    private final WorkTreeUpdate update;
    private final IndexFile index;
    private final DiskSync syncs;
    private final List<PathChange> changes;

    private CheckoutTransaction(
            DataRepository repository, WorkTreeFiles files, IndexFile index, List<PathChange> changes) {
        this.trees = new WorkTrees(repository);
        this.files = files;
        this.update = new WorkTreeUpdate(files);
        this.syncs = repository.syncs();
        this.index = index;
        this.changes = changes;
    }

    /**
     * Takes the index's lock, and writes nothing else.
     *
     * @throws RepositoryBusyException if another process has the index's lock
     */
    static CheckoutTransaction begin(DataRepository repository, Path root, List<PathChange> changes)
            throws IOException {
        // Before the lock: a setting that can't be read must not leave the lock behind.
        WorkTreeFiles files = WorkTreeFiles.of(repository, root, changes);
        // A filter's program starts with the first file, so nothing has to be closed where the lock is not had.
        IndexFile index = IndexFile.lock(repository.git(), repository::takeIndexLock);
        return new CheckoutTransaction(repository, files, index, changes);
    }

    /**
     * Looks at HEAD under the index's lock: no git switches to or from a branch that has other files meanwhile.
     *
     * @throws RepositoryBusyException if HEAD has left the branch
     */
    void refuseLeft() throws IOException {
        trees.refuseLeft();
    }

    /** @throws RefusedException of type WorkTreeDirty, naming the paths that a person has changed */
    void refuseUncommitted(Path root) throws IOException {
        new UncommittedPaths(files, root).refuseUncommitted(changes, index);
    }

    /** @throws RefusedException of type WorkTreeDirty if a file is cut short that a person may have emptied */
    void repairCutShort() throws IOException {
        update.repairCutShort(changes);
    }

    /** Whether files and index hold nothing but the old and the new side of the changes. */
    boolean isAllOurs() throws IOException {
        return update.isAllOurs(index, changes);
    }

    /**
     * Writes the files and prepares the index, then moves the branch. Where the branch is not moved, for whichever
     * reason, the files are as they were.
     *
     * @return whether the branch was moved; {@link #commitIndex} is due then
     * @throws RepositoryBusyException if HEAD has left the branch
     * @throws UnfinishedMoveException if the files could not be taken back
     */
    boolean moveFilesAndBranch(BranchSwap swap) throws IOException {
        List<PathChange> applied = new ArrayList<>();
        boolean moved = false;
        try {
            // Killed among the files, the run leaves some of them new and some old, each of them whole. The branch and
            // the index are old. NotedMoveRecovery writes the rest, or takes the new ones back.
            update.apply(changes, applied);
            // The new index is written into the lock file. Killed here, the run leaves the old index in force; the next
            // holder of the repository's lock removes the lock file, and NotedMoveRecovery goes on from the files.
            index.prepare(changes, files, syncs);
            // The files may have taken long. On a new branch the remote's changes would be staged.
            trees.refuseLeft();
            // The branch moves once all files are new. The other way round, a kill would leave a branch whose files are
            // old, and `git commit -a` of the application would undo the remote's changes.
            // Killed after the swap, the run leaves only the index old: NotedMoveRecovery stages what the index lacks.
            moved = swap.run();
            return moved;
        } finally {
            if (!moved) {
                takeBack(applied);
            }
        }
    }

    /**
     * Makes the prepared index the index, in one rename. Killed after it, the run leaves nothing undone but the note.
     *
     * @throws UnfinishedMoveException if that failed: the branch has moved, and the next run brings the index along
     */
    void commitIndex() throws IOException {
        try {
            index.commit(syncs);
        } catch (IOException failed) {
            throw new UnfinishedMoveException(failed);
        }
    }

    /**
     * Takes back each file that holds the new side of its change, also those of an earlier attempt.
     *
     * @throws UnfinishedMoveException if a file could not be taken back
     */
    void takeBackAll() throws IOException {
        takeBack(changes);
    }

    private void takeBack(List<PathChange> written) throws IOException {
        // An interrupt is not held back: a filter that hangs would hang for good.
        try {
            update.restore(written);
        } catch (IOException | GitException failed) {
            throw new UnfinishedMoveException(failed);
        }
    }

    /** Puts back the files of a move that can't be finished; one that is staged already is a person's by now. */
    void restoreFiles() throws IOException {
        update.restore(update.findNotStaged(index, changes));
    }

    /**
     * Brings the files and the index along where the branch has moved already. After a power cut the branch may be on the
     * disk and a file before it not.
     */
    void finishFiles() throws IOException {
        update.apply(update.findOld(changes), new ArrayList<>());
        index.prepare(update.findNotStaged(index, changes), files, syncs);
        index.commit(syncs);
    }

    @Override
    public void close() throws IOException {
        files.close();
        index.close();
    }

    /** Moves the branch by compare-and-swap. */
    interface BranchSwap {
        /** @return false if the branch was not where it was expected */
        boolean run() throws IOException;
    }

    /** The move is neither done nor taken back: its note stays, and the next run does one or the other. */
    static final class UnfinishedMoveException extends IOException {
        private static final long serialVersionUID = 1L;

        UnfinishedMoveException(Throwable cause) {
            super("the move is under way, the next run finishes it or takes it back: " + cause.getMessage(), cause);
        }
    }
}
