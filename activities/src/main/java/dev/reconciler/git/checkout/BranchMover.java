package dev.reconciler.git.checkout;

import dev.reconciler.git.DataRepository;
import dev.reconciler.git.Refs;
import dev.reconciler.git.RefusedException;
import dev.reconciler.git.RepositoryBusyException;
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
 * files, the index, the branch, the end of the note. A later run that finds the note finishes the move, or takes it back
 * where a person has edited a file meanwhile. No hook is run.
 */
public final class BranchMover {
    private final DataRepository repository;
    private final Refs refs;
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
        Optional<Path> workTree = new WorkTrees(repository).withBranch();
        if (workTree.isPresent()) {
            List<Change> changes = new TreeDifference(repository.git()).between(from, to);
            Path root = workTree.get();
            new Obstacles(files(root), root).refuse(changes, IndexFile.read(repository.git()));
        }
    }

    /** What has to be done once nothing is in the way, and before anything is changed. */
    public interface Announcement {
        void make() throws IOException;
    }

    /**
     * Moves the branch.
     *
     * @return false if it is not at {@code from}, with nothing changed
     * @throws RefusedException as {@link #check}
     */
    public boolean move(ObjectId from, ObjectId to, String reason, Announcement announcement) throws IOException {
        Optional<Path> workTree = new WorkTrees(repository).withBranch();
        if (workTree.isPresent()) {
            return moveWorkTree(workTree.get(), from, to, reason, announcement);
        }
        announcement.make();
        return refs.swap(branch, from, to, reason);
    }

    private boolean moveWorkTree(Path root, ObjectId from, ObjectId to, String reason, Announcement announcement)
            throws IOException {
        List<Change> changes = new TreeDifference(repository.git()).between(from, to);
        try (IndexFile index = IndexFile.lock(repository.git())) {
            if (!refs.read(branch).equals(from)) {
                return false;
            }
            new Obstacles(files(root), root).refuse(changes, index);
            announcement.make();
            note(from, to);
            return finish(root, index, changes, from, to, reason);
        }
    }

    private boolean finish(Path root, IndexFile index, List<Change> changes, ObjectId from, ObjectId to, String reason)
            throws IOException {
        WorkFiles files = files(root);
        try {
            apply(files, changes);
        } catch (RefusedException edited) {
            restore(files, changes);
            forget(from, to);
            throw edited;
        }
        index.commit(changes, files);
        boolean moved = refs.swap(branch, from, to, reason);
        if (!moved) {
            takeBack(files, changes);
        }
        forget(from, to);
        return moved;
    }

    private void takeBack(WorkFiles files, List<Change> changes) throws IOException {
        try (IndexFile index = IndexFile.lock(repository.git())) {
            restore(files, changes);
            index.commit(reversed(changes), files);
        }
    }

    /** Removals first, so that a folder can make room for a file of its name. */
    private static void apply(WorkFiles files, List<Change> changes) throws IOException {
        for (Change change : changes) {
            if (change.to().isNothing() && isStillOurs(files, change)) {
                files.remove(change.path());
            }
        }
        for (Change change : changes) {
            if (!change.to().isNothing() && isStillOurs(files, change)) {
                files.write(change.path(), change.to());
            }
        }
    }

    // A person may have edited the file since it was checked.
    private static boolean isStillOurs(WorkFiles files, Change change) throws IOException {
        Content there = files.read(change.path(), change.from());
        if (!there.equals(change.from()) && !there.equals(change.to())) {
            throw Obstacles.dirty(List.of(change.path()));
        }
        return !there.equals(change.to());
    }

    /** Puts back what is ours: a path that holds the target's bytes. */
    private static void restore(WorkFiles files, List<Change> changes) throws IOException {
        List<Change> ours = new ArrayList<>();
        for (Change change : changes) {
            if (files.read(change.path(), change.to()).equals(change.to())) {
                ours.add(change.reversed());
            }
        }
        apply(files, ours);
    }

    /** Finishes the move that a killed run noted, or takes it back where a person has edited a file meanwhile. */
    public void recover() throws IOException {
        ObjectId from = refs.read(noteFrom);
        ObjectId to = refs.read(noteTo);
        if (from.equals(ObjectId.zeroId()) && to.equals(ObjectId.zeroId())) {
            return;
        }
        // Both halves of the note are written before the first file; with one of them nothing was touched. With the
        // branch elsewhere, the index and the files were done, or somebody has taken the branch over.
        if (!from.equals(ObjectId.zeroId())
                && !to.equals(ObjectId.zeroId())
                && refs.read(branch).equals(from)) {
            recover(from, to);
        }
        forget(from, to);
    }

    private void recover(ObjectId from, ObjectId to) throws IOException {
        Optional<Path> workTree = new WorkTrees(repository).withBranch();
        if (workTree.isEmpty()) {
            return;
        }
        WorkFiles files = files(workTree.get());
        files.sweep();
        List<Change> changes = new TreeDifference(repository.git()).between(from, to);
        try (IndexFile index = IndexFile.lock(repository.git())) {
            if (isAllOurs(files, index, changes)) {
                apply(files, changes);
                index.commit(changes, files);
                refs.swap(branch, from, to, "finish a move that was interrupted");
            } else {
                List<Change> staged = stagedBack(index, changes);
                restore(files, changes);
                index.commit(staged, files);
            }
        }
    }

    private static boolean isAllOurs(WorkFiles files, IndexFile index, List<Change> changes) throws IOException {
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

    private static List<Change> stagedBack(IndexFile index, List<Change> changes) {
        return reversed(changes.stream()
                .filter(change -> index.read(change.path()).equals(change.to()))
                .toList());
    }

    private static List<Change> reversed(List<Change> changes) {
        return changes.stream().map(Change::reversed).toList();
    }

    private void note(ObjectId from, ObjectId to) throws IOException {
        refs.swap(noteFrom, refs.read(noteFrom), from, "move noted");
        refs.swap(noteTo, refs.read(noteTo), to, "move noted");
    }

    private void forget(ObjectId from, ObjectId to) throws IOException {
        refs.swap(noteTo, to, ObjectId.zeroId(), "move done");
        refs.swap(noteFrom, from, ObjectId.zeroId(), "move done");
    }

    private WorkFiles files(Path root) {
        return new WorkFiles(repository.git(), root, repository.directory().gitDir());
    }
}
