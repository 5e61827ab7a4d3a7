package dev.reconciler.git.checkout;

import dev.reconciler.git.error.RefusedException;
import dev.reconciler.git.file.SystemBoot;
import dev.reconciler.thread.ParallelTasks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Brings the files of a move from the old side of each change to the new one, and back, and spares what a person did.
 */
final class WorkTreeUpdate {
    /** With fewer files for each, more threads take longer. */
    private static final int LEAST_FILES = 8;

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
        // From several threads at once.
        List<PathChange> made = Collections.synchronizedList(applied);
        try (WorkTreeWriter writer = files.openWriter(changes)) {
            List<WriterLot> lots = divide(writer, writes);
            // All new files first, under private names: the disk may be full, or an object missing. Killed here, the
            // run leaves private files only, and the next holder of the repository's lock removes them.
            runAll(lots, WriterLot::prepareAll);
            // Here the bytes of all new files are whole and no name leads to them. They are on the disk before the
            // first of them gets its name, and so is the note of the move: after a power cut each file is the old one
            // or the new one, and the note tells which of them are to follow.
            writer.syncPrepared();
            // Removals come first, as in git's check_updates: with a/b deleted and a added, the folder a makes room for
            // the file a.
            for (PathChange change : removals) {
                if (isStillOurs(change)) {
                    // Listed before it is made: a removal that fails half-way is taken back too.
                    made.add(change);
                    writer.remove(change.path());
                }
            }
            runAll(lots, lot -> lot.moveIntoPlace(made, true));
            // The folders that have to be made for the others may be in the way of one another.
            for (WriterLot lot : lots) {
                lot.moveIntoPlace(made, false);
            }
            writer.finish();
        }
    }

    /**
     * Divides the files among as many threads as there are processors. What a program filters is left to one of them, since
     * a program filters one file after the other.
     */
    private List<WriterLot> divide(WorkTreeWriter writer, List<PathChange> writes) throws IOException {
        List<PathChange> filtered =
                writes.stream().filter(WorkTreeUpdate::isFiltered).toList();
        List<PathChange> others =
                writes.stream().filter(change -> !isFiltered(change)).toList();
        int count = Math.max(1, Math.min(Runtime.getRuntime().availableProcessors(), others.size() / LEAST_FILES));
        List<WorkTreeWriter> writers = writer.divide(count);
        List<WriterLot> lots = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            // Neighbours stay together, as they have most of their folders in common.
            List<PathChange> lot =
                    new ArrayList<>(others.subList(others.size() * i / count, others.size() * (i + 1) / count));
            if (i == 0) {
                lot.addAll(filtered);
            }
            lots.add(new WriterLot(writers.get(i), lot));
        }
        return lots;
    }

    private static boolean isFiltered(PathChange change) {
        return change.from().conversion().findProgram().isPresent()
                || change.to().conversion().findProgram().isPresent();
    }

    private static void runAll(List<WriterLot> lots, LotTask task) throws IOException {
        ParallelTasks.runAll(lots.stream()
                .map(lot -> (ParallelTasks.Task) () -> task.run(lot))
                .toList());
    }

    private interface LotTask {
        void run(WriterLot lot) throws IOException;
    }

    /** The files that one thread writes, and its writer. */
    private final class WriterLot {
        private final WorkTreeWriter writer;
        private final List<PathChange> writes;

        WriterLot(WorkTreeWriter writer, List<PathChange> writes) {
            this.writer = writer;
            this.writes = writes;
        }

        private void prepareAll() throws IOException {
            for (PathChange change : writes) {
                writer.prepare(change);
            }
        }

        /** @param besideTheirPlaces which of the prepared files are written: those whose folder is there, or the others */
        private void moveIntoPlace(List<PathChange> made, boolean besideTheirPlaces) throws IOException {
            for (PathChange change : writes) {
                if (writer.isPrepared(change, besideTheirPlaces)) {
                    moveIntoPlace(change, made);
                }
            }
        }

        private void moveIntoPlace(PathChange change, List<PathChange> made) throws IOException {
            if (isStillOurs(change)) {
                made.add(change);
                writer.moveIntoPlace(change);
                files.rememberStat(change.path());
            } else {
                writer.discard(change);
                if (!files.holdsNewSide(change)) {
                    throw UncommittedPaths.newWorkTreeDirtyError(List.of(change.path()));
                }
            }
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

    /**
     * Writes the new side of each file that a power cut has cut short: one that is older than the start of the machine. New
     * moves leave none, since they sync a file before it gets its name.
     *
     * @throws RefusedException of type WorkTreeDirty if a file is such and younger: a person may have emptied it
     */
    void repairCutShort(List<PathChange> changes) throws IOException {
        List<PathChange> cut = new ArrayList<>();
        for (PathChange change : changes) {
            if (files.isCutShort(change)) {
                cut.add(change);
            }
        }
        Instant boot = SystemBoot.time().orElse(Instant.MIN);
        for (PathChange change : cut) {
            Path file = files.file(change.path());
            if (!Files.getLastModifiedTime(file, LinkOption.NOFOLLOW_LINKS)
                    .toInstant()
                    .isBefore(boot)) {
                throw UncommittedPaths.newCutShortError(file, change.path());
            }
        }
        rewrite(cut);
    }

    private void rewrite(List<PathChange> changes) throws IOException {
        if (changes.isEmpty()) {
            return;
        }
        try (WorkTreeWriter writer = files.openWriter(changes)) {
            for (PathChange change : changes) {
                writer.prepare(change);
            }
            writer.syncPrepared();
            for (PathChange change : changes) {
                writer.moveIntoPlace(change);
                files.rememberStat(change.path());
            }
            writer.finish();
        }
    }

    /** Finds the changes whose files hold the old side. */
    List<PathChange> findOld(List<PathChange> changes) throws IOException {
        List<PathChange> old = new ArrayList<>();
        for (PathChange change : changes) {
            if (files.read(change).equals(change.from())) {
                old.add(change);
            }
        }
        return old;
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
