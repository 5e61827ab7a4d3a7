package dev.reconciler.git.checkout;

import dev.reconciler.git.error.RefusedException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Brings the files of a move from the old side of each change to the new one, and back, and spares what a person did.
 */
final class WorkTreeUpdate {
    private final WorkTreeFiles files;

    WorkTreeUpdate(WorkTreeFiles files) {
        this.files = files;
    }

    /**
     * Brings each file to the new side of its change; one that is there already stays as it is. The caller holds the
     * repository's lock.
     *
     * @param applied takes each change right before it is made
     * @throws RefusedException of type WorkTreeDirty if a person has edited a file since it was checked
     */
    void apply(List<PathChange> changes, List<PathChange> applied) throws IOException {
        List<PathChange> removals =
                changes.stream().filter(change -> change.to().isNothing()).toList();
        List<PathChange> writes =
                changes.stream().filter(change -> !change.to().isNothing()).toList();
        try (WorkTreeWriter writer = files.openWriter(changes)) {
            // All new files first, under private names: the disk may be full, or an object missing. Killed here, the
            // run leaves private files only, and the next holder of the repository's lock removes them.
            for (PathChange change : writes) {
                writer.prepare(change);
            }
            // Here is the one place where the bytes of all new files are whole and no name leads to them.
            // Removals come first, as in git's check_updates: with a/b deleted and a added, the folder a makes room for
            // the file a.
            for (PathChange change : removals) {
                if (isStillOurs(change)) {
                    // Listed before it is made: a removal that fails half-way is taken back too.
                    applied.add(change);
                    writer.remove(change.path());
                }
            }
            for (PathChange change : writes) {
                if (isStillOurs(change)) {
                    applied.add(change);
                    writer.moveIntoPlace(change);
                    files.rememberStat(change.path());
                } else {
                    writer.discard(change);
                    if (!files.holdsNewSide(change)) {
                        throw UncommittedPaths.newWorkTreeDirtyError(List.of(change.path()));
                    }
                }
            }
            writer.finish();
        }
    }

    // A person may have edited the file since it was checked. What is there already was written by an earlier attempt.
    private boolean isStillOurs(PathChange change) throws IOException {
        PathContent there = files.read(change);
        if (!there.equals(change.from()) && !there.equals(change.to())) {
            throw UncommittedPaths.newWorkTreeDirtyError(List.of(change.path()));
        }
        return !there.equals(change.to());
    }

    /**
     * Puts back each file that holds the new side of its change. A file with anything else in it is a person's and
     * stays.
     */
    void restore(List<PathChange> changes) throws IOException {
        List<PathChange> ours = new ArrayList<>();
        for (PathChange change : changes) {
            if (files.read(change.path(), change.to()).equals(change.to())) {
                ours.add(change.reversed());
            }
        }
        apply(ours, new ArrayList<>());
    }

    /** Finds the changes that the index lacks where the branch and the files have moved already. */
    List<PathChange> findNotStaged(IndexFile index, List<PathChange> changes) throws IOException {
        List<PathChange> lacking = new ArrayList<>();
        for (PathChange change : changes) {
            // A person may have staged or edited the path since the branch moved. Then the index entry is theirs.
            boolean isOld = index.read(change.path()).equals(change.from());
            if (isOld && files.holdsNewSide(change)) {
                lacking.add(change);
            }
        }
        return lacking;
    }

    /** Whether each file and each index entry of the move holds the old or the new side of its change. */
    boolean isAllOurs(IndexFile index, List<PathChange> changes) throws IOException {
        for (PathChange change : changes) {
            PathContent there = files.read(change);
            PathContent staged = index.read(change.path());
            boolean isOurs = (there.equals(change.from()) || there.equals(change.to()))
                    && (staged.equals(change.from()) || staged.equals(change.to()));
            if (!isOurs) {
                return false;
            }
        }
        return true;
    }
}
