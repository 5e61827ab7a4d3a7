package dev.reconciler.git.merge;

import dev.reconciler.git.merge.rename.DirectoryRenames;
import dev.reconciler.git.merge.rename.RemovedDirectories;
import dev.reconciler.git.merge.rename.RenameDetection;
import dev.reconciler.git.tree.BytePath;
import dev.reconciler.git.tree.MergeObjects;
import dev.reconciler.git.tree.TreeDiff;
import dev.reconciler.git.tree.TreeEntry;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.eclipse.jgit.lib.ObjectId;
import org.jspecify.annotations.Nullable;

/**
 * Finds where files belong that one side added to a directory that the other side has moved. Example: base d/f, ours e/f,
 * theirs d/f and d/g: then d/g belongs to e/g. Git's names are {@code compute_collisions} and {@code
 * check_for_directory_rename} of merge-ort.
 */
final class DirectoryMoves {
    private final MergeObjects objects;
    private final @Nullable ObjectId base;
    private final Map<MergeSide, SideRenames> sides;
    private final MergeConflicts conflicts;
    private final Map<MergeSide, Map<BytePath, BytePath>> moved = new EnumMap<>(MergeSide.class);

    /**
     * @param base null for the empty tree
     * @param sides the renames of both sides
     * @param conflicts takes the files that can't be moved, and the directories of which nobody knows where they went
     */
    DirectoryMoves(
            MergeObjects objects,
            @Nullable ObjectId base,
            Map<MergeSide, SideRenames> sides,
            MergeConflicts conflicts) {
        this.objects = objects;
        this.base = base;
        this.sides = sides;
        this.conflicts = conflicts;
        sides.forEach((side, renames) -> moved.put(side, renames.findMovedDirectories()));
    }

    /**
     * The files that belong elsewhere, without those that are a conflict.
     *
     * @throws IOException where a tree can't be read
     */
    List<FileMove> findMoves() throws IOException {
        addUnknownPlaces(MergeSide.OURS);
        addUnknownPlaces(MergeSide.THEIRS);
        Map<BytePath, List<BytePath>> ofOurs = groupByPlace(MergeSide.OURS);
        Map<BytePath, List<BytePath>> ofTheirs = groupByPlace(MergeSide.THEIRS);
        List<FileMove> moves = new ArrayList<>();
        decideFiles(MergeSide.OURS, ofOurs, ofTheirs, moves);
        decideFiles(MergeSide.THEIRS, ofTheirs, ofOurs, moves);
        return moves;
    }

    private void addUnknownPlaces(MergeSide mover) {
        SideRenames side = sideOf(mover);
        if (side.renames() != null && side.renames().isUncertain()) {
            // Git may find other renames, and other directories that have moved.
            side.removed()
                    .added()
                    .forEach(each -> conflicts.add(each, "was added where the other side has moved the directory"));
        }
        if (side.directories() != null) {
            // As many files went to one place as to another, and no place has most of them.
            side.directories()
                    .splitDirectories()
                    .forEach(each ->
                            conflicts.add(each, "was moved to several places, none of which got the most files"));
        }
    }

    // Each file that this side added below a directory that the other side has moved, under the path where it belongs.
    private Map<BytePath, List<BytePath>> groupByPlace(MergeSide adder) throws IOException {
        Map<BytePath, List<BytePath>> files = new TreeMap<>();
        Map<BytePath, BytePath> directories = movedBy(adder.other());
        if (!directories.isEmpty()) {
            for (BytePath added : sideOf(adder.other()).removed().added()) {
                for (BytePath file : listFiles(adder, added)) {
                    BytePath directory = findMovedDirectory(file, directories);
                    if (directory != null) {
                        BytePath place =
                                file.replaceDirectory(directory, Objects.requireNonNull(directories.get(directory)));
                        files.computeIfAbsent(place, unseen -> new ArrayList<>())
                                .add(file);
                    }
                }
            }
        }
        return files;
    }

    /** The files of an added path, which may be a whole directory. */
    private List<BytePath> listFiles(MergeSide adder, BytePath added) throws IOException {
        ObjectId tree = TreeEntry.tree(objects.find(sideOf(adder).tree(), added));
        return tree == null
                ? List.of(added)
                : TreeDiff.between(objects, added, null, tree).stream()
                        .map(TreeDiff.FileChange::path)
                        .toList();
    }

    // The nearest one. Where d went to e and d/s to i, d/s/f belongs to i/f.
    private static @Nullable BytePath findMovedDirectory(BytePath file, Map<BytePath, BytePath> directories) {
        BytePath directory = file.parent();
        while (!directory.isRoot() && !directories.containsKey(directory)) {
            directory = directory.parent();
        }
        return directory.isRoot() ? null : directory;
    }

    private void decideFiles(
            MergeSide adder,
            Map<BytePath, List<BytePath>> files,
            Map<BytePath, List<BytePath>> filesOfOther,
            List<FileMove> moves)
            throws IOException {
        for (Map.Entry<BytePath, List<BytePath>> each : files.entrySet()) {
            BytePath place = each.getKey();
            for (BytePath file : each.getValue()) {
                if (filesOfOther.containsKey(file) || isMovedOn(adder, file)) {
                    // The directories of both sides moved into each other: git moves the file once, and no further.
                    continue;
                }
                if (each.getValue().size() > 1 || isTaken(adder, place)) {
                    conflicts.add(
                            file, "belongs to " + place + " by a move of its directory, and so does another file");
                } else {
                    moves.add(new FileMove(adder, file, place));
                }
            }
        }
    }

    // Base dumb/a and other/b, ours smart/a and other/b, theirs dumb/a and dumb/b, and ours added other/c: other went
    // to dumb, and dumb went to smart. Git leaves other/c (dir_rename_exclusions).
    private boolean isMovedOn(MergeSide adder, BytePath file) {
        Map<BytePath, BytePath> directories = movedBy(adder.other());
        BytePath directory = Objects.requireNonNull(findMovedDirectory(file, directories));
        return movedBy(adder).containsKey(Objects.requireNonNull(directories.get(directory)));
    }

    // Git's path_in_way. A file of the other side at that place is merged with this one by git; two files that know
    // nothing of each other are a conflict, but for the rarest of cases.
    private boolean isTaken(MergeSide adder, BytePath place) throws IOException {
        return objects.find(sideOf(adder).tree(), place) != null
                || TreeEntry.file(objects.find(sideOf(adder.other()).tree(), place)) != null
                || TreeEntry.file(objects.find(base, place)) != null;
    }

    private Map<BytePath, BytePath> movedBy(MergeSide side) {
        return Objects.requireNonNull(moved.get(side));
    }

    private SideRenames sideOf(MergeSide side) {
        return Objects.requireNonNull(sides.get(side));
    }

    /**
     * What one side moved.
     *
     * @param removed the directories that the side removed, with what the other side added to them
     * @param renames null where no rename could change the result
     * @param directories null where no rename could change the result
     */
    record SideRenames(
            ObjectId tree,
            RemovedDirectories removed,
            @Nullable RenameDetection renames,
            @Nullable DirectoryRenames directories) {
        Map<BytePath, BytePath> findMovedDirectories() {
            return directories == null ? Map.of() : directories.movedDirectories();
        }
    }

    /** A file that one side added, and where it belongs. */
    record FileMove(MergeSide adder, BytePath file, BytePath place) {}
}
