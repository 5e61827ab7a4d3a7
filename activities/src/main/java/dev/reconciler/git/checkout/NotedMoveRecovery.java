package dev.reconciler.git.checkout;

import dev.reconciler.git.error.LeaseHeldException;
import dev.reconciler.git.lease.WaitingMove;
import dev.reconciler.git.repository.DataRepository;
import dev.reconciler.git.repository.RefStore;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.lib.ObjectId;

/**
 * Finishes the move that a killed run noted, or takes its files back where a person has edited one meanwhile. The
 * caller holds the repository's lock.
 */
public final class NotedMoveRecovery {
    private final DataRepository repository;
    private final RefStore refs;
    private final String branch;
    private final MoveNote note;

    /** Recovers the move of that repository's branch. */
    public NotedMoveRecovery(DataRepository repository) {
        this.repository = repository;
        this.refs = repository.refs();
        this.branch = repository.names().branch();
        this.note = new MoveNote(repository);
    }

    /** Whether a move of another branch of the repository is noted that is neither done nor taken back. */
    public boolean isOtherUnderWay() throws IOException {
        return note.isOtherWritten();
    }

    /**
     * Finishes the noted move or takes it back, and removes the note. A kill during the recovery leaves the note, and
     * the next run starts the recovery anew.
     *
     * @return where the branch was before, if the recovery moved it
     * @throws LeaseHeldException if an application holds a lease; nothing is changed then
     */
    public Optional<ObjectId> recover() throws IOException {
        MoveNote.NotedMove noted = note.read();
        if (noted.isAbsent()) {
            return Optional.empty();
        }
        new WaitingMove(repository).takeTurn();
        // Half a note: the run was killed before its first file, or after its index. There is nothing to mend.
        boolean moved = noted.isWhole() && finishOrTakeBack(noted.from(), noted.to());
        // Killed before this, the run leaves the note of a move that is done or taken back. The next recovery finds
        // nothing to write, and removes the note.
        note.remove(noted.from(), noted.to());
        return moved ? Optional.of(noted.from()) : Optional.empty();
    }

    private boolean finishOrTakeBack(ObjectId from, ObjectId to) throws IOException {
        Optional<Path> workTree = new WorkTrees(repository).findCheckedOut();
        if (workTree.isEmpty()) {
            // A person has switched HEAD to another branch since, and git has carried the files along.
            return false;
        }
        List<PathChange> changes = CheckoutDifference.of(repository).between(from, to);
        try (CheckoutTransaction transaction = CheckoutTransaction.begin(repository, workTree.get(), changes)) {
            transaction.refuseLeft();
            ObjectId now = refs.read(branch);
            if (now.equals(from) || now.equals(to)) {
                transaction.repairCutShort();
            }
            if (now.equals(from) && transaction.isAllOurs()) {
                // The run was killed before it moved the branch, and no person has edited a file since.
                return finishMove(transaction, from, to);
            } else if (now.equals(from)) {
                // A person has edited or staged a file of the move: their file stays, the others go back.
                transaction.restoreFiles();
            } else if (now.equals(to)) {
                // The run was killed between the branch and the index, or a power cut took files that it had moved.
                transaction.finishFiles();
            } else {
                // The application or a person has moved the branch since. What they committed, staged or edited stays;
                // a file that only the killed run has written would look like an edit of theirs for ever.
                transaction.restoreFiles();
            }
            return false;
        }
    }

    private boolean finishMove(CheckoutTransaction transaction, ObjectId from, ObjectId to) throws IOException {
        boolean moved = false;
        try {
            moved = transaction.moveFilesAndBranch(
                    () -> refs.swap(branch, from, to, "finish a move that was interrupted"));
        } finally {
            // The files of the killed run go back too where the move can't be finished: the disk may be full.
            if (!moved) {
                transaction.takeBackAll();
            }
        }
        if (moved) {
            transaction.commitIndex();
        }
        return moved;
    }
}
