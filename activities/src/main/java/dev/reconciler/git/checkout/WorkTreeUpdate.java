package dev.reconciler.git.checkout;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** The files of a move: brought from the old side of each change to the new one, and back, sparing what a person did. */
final class WorkTreeUpdate {
    private final WorkTreeFiles files;

    WorkTreeUpdate(WorkTreeFiles files) {
        this.files = files;
    }

    /**
     * Removals first, so that a folder can make room for a file of its name.
     *
     * @param applied takes each change right before it is made
     */
    void apply(List<PathChange> changes, List<PathChange> applied) throws IOException {
        for (PathChange change : changes) {
            if (change.to().isNothing() && isStillOurs(change)) {
                applied.add(change);
                files.remove(change.path());
            }
        }
        for (PathChange change : changes) {
            if (!change.to().isNothing() && isStillOurs(change)) {
                applied.add(change);
                files.write(change.path(), change.to());
            }
        }
    }

    // A person may have edited the file since it was checked.
    private boolean isStillOurs(PathChange change) throws IOException {
        PathContent there = files.read(change.path(), change.from());
        if (!there.equals(change.from()) && !there.equals(change.to())) {
            throw UncommittedPaths.newWorkTreeDirtyError(List.of(change.path()));
        }
        return !there.equals(change.to());
    }

    /** Puts back what is ours: a path that holds the target's bytes. */
    void restore(List<PathChange> changes) throws IOException {
        List<PathChange> ours = new ArrayList<>();
        for (PathChange change : changes) {
            if (files.read(change.path(), change.to()).equals(change.to())) {
                ours.add(change.reversed());
            }
        }
        apply(ours, new ArrayList<>());
    }

    /** What the index lacks of a move whose branch was moved. */
    List<PathChange> findNotStaged(IndexFile index, List<PathChange> changes) throws IOException {
        List<PathChange> lacking = new ArrayList<>();
        for (PathChange change : changes) {
            boolean isOld = index.read(change.path()).equals(change.from());
            if (isOld && files.read(change.path(), change.to()).equals(change.to())) {
                lacking.add(change);
            }
        }
        return lacking;
    }

    boolean isAllOurs(IndexFile index, List<PathChange> changes) throws IOException {
        for (PathChange change : changes) {
            PathContent there = files.read(change.path(), change.from());
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
