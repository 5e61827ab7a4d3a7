package dev.reconciler.git.checkout;

import dev.reconciler.git.repository.DataRepository;
import dev.reconciler.git.repository.RefNames;
import dev.reconciler.git.repository.RefStore;
import java.io.IOException;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Ref;

/**
 * The note of a move that is under way: two refs of ours, with the commit that the branch leaves and the one that it
 * goes to. As refs they also keep git's garbage collection from both commits.
 */
final class MoveNote {
    private static final String TO = "move/to";

    private final DataRepository repository;
    private final RefStore refs;
    private final String fromRef;
    private final String toRef;

    MoveNote(DataRepository repository) {
        this.repository = repository;
        this.refs = repository.refs();
        this.fromRef = repository.names().space() + "move/from";
        this.toRef = repository.names().space() + TO;
    }

    /** Whether a move was noted that is neither done nor taken back. */
    boolean isWritten() throws IOException {
        return refs.exists(fromRef);
    }

    /** Whether a whole note is there of another branch. */
    boolean isOtherWritten() throws IOException {
        return refs.listBelow(RefNames.OURS).stream()
                .map(Ref::getName)
                .anyMatch(name -> name.endsWith("/" + TO) && !name.equals(toRef));
    }

    NotedMove read() throws IOException {
        return new NotedMove(refs.read(fromRef), refs.read(toRef));
    }

    /** Notes a move, in the place of an earlier note. */
    void write(ObjectId from, ObjectId to) throws IOException {
        // Killed between the two, the run leaves half a note: no file has moved by it, and NotedMoveRecovery removes
        // it. Where an attempt was killed at A-a and the application has committed b since, the earlier note leads from
        // A-a to B-a'. Its target goes first: the new `from` A-a-b beside the earlier target would be a whole note, and
        // the recovery would move from A-a-b to B-a' and leave b on no branch.
        NotedMove earlier = read();
        if (!earlier.from().equals(from) && !earlier.to().equals(ObjectId.zeroId())) {
            refs.swap(toRef, earlier.to(), ObjectId.zeroId(), "move noted anew");
        }
        try (RefStore.PreparedSwap left = refs.prepare(fromRef, earlier.from(), from, "move noted");
                RefStore.PreparedSwap target = refs.prepare(toRef, refs.read(toRef), to, "move noted")) {
            left.commit();
            target.commit();
        }
    }

    /** Removes the note of a move that is done or taken back. */
    void remove(ObjectId from, ObjectId to) throws IOException {
        // First all files, the index and the branch are on the disk: after a power cut, the note alone leads to those
        // that are not.
        repository.syncs().flush();
        // Killed between the two, the run leaves `from` alone: half a note, which the next run removes.
        refs.deleteUnneeded(toRef, to, "move done");
        refs.deleteUnneeded(fromRef, from, "move done");
    }

    /** What is noted: the zero id in the place of a half that is not there. */
    record NotedMove(ObjectId from, ObjectId to) {
        boolean isAbsent() {
            return from.equals(ObjectId.zeroId()) && to.equals(ObjectId.zeroId());
        }

        /**
         * Both halves are written before the first file and removed after the last: with one of them no file is mixed.
         */
        boolean isWhole() {
            return !from.equals(ObjectId.zeroId()) && !to.equals(ObjectId.zeroId());
        }
    }
}
