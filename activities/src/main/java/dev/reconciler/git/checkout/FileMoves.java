package dev.reconciler.git.checkout;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** The files of a move: brought from the old side of each change to the new one, and back, sparing what a person did. */
final class FileMoves {
    private final WorkFiles files;

    FileMoves(WorkFiles files) {
        this.files = files;
    }

    /**
     * Removals first, so that a folder can make room for a file of its name.
     *
     * @param applied takes each change right before it is made
     */
    void apply(List<Change> changes, List<Change> applied) throws IOException {
        for (Change change : changes) {
            if (change.to().isNothing() && isStillOurs(change)) {
                applied.add(change);
                files.remove(change.path());
            }
        }
        for (Change change : changes) {
            if (!change.to().isNothing() && isStillOurs(change)) {
                applied.add(change);
                files.write(change.path(), change.to());
            }
        }
    }

    // A person may have edited the file since it was checked.
    private boolean isStillOurs(Change change) throws IOException {
        Content there = files.read(change.path(), change.from());
        if (!there.equals(change.from()) && !there.equals(change.to())) {
            throw Obstacles.dirty(List.of(change.path()));
        }
        return !there.equals(change.to());
    }

    /** Puts back what is ours: a path that holds the target's bytes. */
    void restore(List<Change> changes) throws IOException {
        List<Change> ours = new ArrayList<>();
        for (Change change : changes) {
            if (files.read(change.path(), change.to()).equals(change.to())) {
                ours.add(change.reversed());
            }
        }
        apply(ours, new ArrayList<>());
    }

    /** What the index lacks of a move whose branch was moved. */
    List<Change> notStaged(IndexFile index, List<Change> changes) throws IOException {
        List<Change> lacking = new ArrayList<>();
        for (Change change : changes) {
            boolean isOld = index.read(change.path()).equals(change.from());
            if (isOld && files.read(change.path(), change.to()).equals(change.to())) {
                lacking.add(change);
            }
        }
        return lacking;
    }

    boolean isAllOurs(IndexFile index, List<Change> changes) throws IOException {
        for (Change change : changes) {
            Content there = files.read(change.path(), change.from());
            Content staged = index.read(change.path());
            boolean isOurs = (there.equals(change.from()) || there.equals(change.to()))
                    && (staged.equals(change.from()) || staged.equals(change.to()));
            if (!isOurs) {
                return false;
            }
        }
        return true;
    }
}
