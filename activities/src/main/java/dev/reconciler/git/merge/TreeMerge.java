package dev.reconciler.git.merge;

import dev.reconciler.git.merge.DirectoryMoves.FileMove;
import dev.reconciler.git.merge.DirectoryMoves.SideRenames;
import dev.reconciler.git.merge.MergeWalk.ContestedPath;
import dev.reconciler.git.merge.rename.DirectoryRenames;
import dev.reconciler.git.merge.rename.RemovedDirectories;
import dev.reconciler.git.merge.rename.RenameDetection;
import dev.reconciler.git.merge.rename.TraversalOrder;
import dev.reconciler.git.tree.BytePath;
import dev.reconciler.git.tree.MergeObjects;
import dev.reconciler.git.tree.TreeEntry;
import java.io.IOException;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.eclipse.jgit.lib.ObjectId;
import org.jspecify.annotations.Nullable;

/**
 * One three-way merge of trees, as merge-ort of git makes it. {@link MergeWalk} decides the paths that ids alone decide,
 * {@link RenameDetection} looks for renames only where one could explain a path that is left, {@link ContestedFiles} decides
 * those paths, and {@link TreeWriter} writes the result.
 *
 * <pre>
 *     base    f=abc
 *     ours    g=abc        f was moved to g
 *     theirs  f=abY        f was changed
 *     result  g=abY        the change follows the file
 * </pre>
 */
public final class TreeMerge {
    private final MergeObjects objects;
    private final MergeSettings settings;
    private final @Nullable ObjectId base;
    private final ObjectId ours;
    private final ObjectId theirs;
    private final MergeWalk walk;
    private final TreeEdits edits = new TreeEdits();
    private final MergeConflicts conflicts = new MergeConflicts();
    private final Map<MergeSide, SideRenames> renames = new EnumMap<>(MergeSide.class);

    private TreeMerge(
            MergeObjects objects, MergeSettings settings, @Nullable ObjectId base, ObjectId ours, ObjectId theirs) {
        this.objects = objects;
        this.settings = settings;
        this.base = base;
        this.ours = ours;
        this.theirs = theirs;
        this.walk = new MergeWalk(objects);
    }

    /**
     * Merges the changes from base to theirs into ours.
     *
     * @param base null where the sides have no commit in common; they are then merged against an empty tree
     * @throws IOException where an object can't be read or written
     */
    public static MergedTree merge(
            MergeObjects objects, MergeSettings settings, @Nullable ObjectId base, ObjectId ours, ObjectId theirs)
            throws IOException {
        // One side is the result: both are the same, or only one of them has changed anything.
        if (ours.equals(theirs) || theirs.equals(base)) {
            return MergedTree.clean(ours);
        }
        return ours.equals(base)
                ? MergedTree.clean(theirs)
                : new TreeMerge(objects, settings, base, ours, theirs).mergeTrees();
    }

    private MergedTree mergeTrees() throws IOException {
        // Git's order: collect_merge_info, then detect_and_process_renames, then process_entries.
        walk.walkTrees(base, ours, theirs, edits);
        if (settings.renames()) {
            renames.put(MergeSide.OURS, findRenames(MergeSide.OURS));
            renames.put(MergeSide.THEIRS, findRenames(MergeSide.THEIRS));
            if (settings.directoryRenames() != DirectoryRenameMode.STAY) {
                placeAddedFiles();
            }
        }
        ContentMerge content = new ContentMerge(objects, settings, base, ours, theirs);
        new ContestedFiles(objects, settings, ours, theirs, renames, content, edits, conflicts).decideAll(walk);
        if (!conflicts.isEmpty()) {
            return MergedTree.conflict(conflicts);
        }
        // The writer may find one conflict more: a name that is a file and a directory in the end.
        ObjectId tree = new TreeWriter(objects, conflicts).writeRoot(ours, edits);
        return conflicts.isEmpty() ? MergedTree.clean(tree) : MergedTree.conflict(conflicts);
    }

    // Git's detect_regular_renames for one side. A file of base that this side has no longer is worth a rename only
    // where the other side changed it, or moved it too; or where files were added to the directory that it was in.
    private SideRenames findRenames(MergeSide side) throws IOException {
        Set<BytePath> contested = new HashSet<>();
        walk.deletedByBoth().forEach(each -> contested.add(each.path()));
        walk.contestedPaths().stream()
                .filter(each -> isDeletedBy(side, each))
                .forEach(each -> contested.add(each.path()));
        RemovedDirectories removed = walk.removedDirectories(side);
        ObjectId tree = side == MergeSide.OURS ? ours : theirs;
        // The usual case: no rename could change the result, so no file is compared.
        if (contested.isEmpty() && removed.added().isEmpty()) {
            return new SideRenames(tree, removed, null, null);
        }
        DirectoryRenames directories = new DirectoryRenames(objects, tree, removed);
        RenameDetection found = RenameDetection.find(
                objects,
                base,
                tree,
                new TraversalOrder(
                        objects,
                        base,
                        side == MergeSide.OURS ? theirs : ours,
                        walk.removedDirectories(MergeSide.OURS),
                        walk.removedDirectories(MergeSide.THEIRS)),
                path -> contested.contains(path) || removed.isBelowGrown(path),
                settings.renameLimit(),
                directories);
        return new SideRenames(tree, removed, found, directories);
    }

    // Git's collect_renames. Base d/f, ours e/f, theirs d/f and d/g: is it d/g or e/g? By default a person is asked.
    private void placeAddedFiles() throws IOException {
        for (FileMove move : new DirectoryMoves(objects, base, renames, conflicts).findMoves()) {
            if (settings.directoryRenames() == DirectoryRenameMode.CONFLICT) {
                conflicts.add(move.file(), "was added where the other side has moved the directory");
            } else {
                moveFile(move);
            }
        }
    }

    // The other side has nothing at either path, so the file is decided; unless it was renamed to its path. Then the
    // rename now leads to the new place, and a change of the other side follows it there.
    private void moveFile(FileMove move) throws IOException {
        SideRenames adder = Objects.requireNonNull(renames.get(move.adder()));
        edits.at(move.file()).setFile(null);
        edits.at(move.place()).setFile(TreeEntry.file(objects.find(adder.tree(), move.file())));
        if (adder.renames() != null) {
            adder.renames().moveTarget(move.file(), move.place());
        }
    }

    private static boolean isDeletedBy(MergeSide side, ContestedPath contest) {
        return contest.base() != null && (side == MergeSide.OURS ? contest.ours() : contest.theirs()) == null;
    }

    /**
     * The result of a merge.
     *
     * @param tree null on a conflict
     * @param conflicts the paths in conflict and why, for people; empty where there is none
     * @param paths the paths in conflict
     */
    public record MergedTree(@Nullable ObjectId tree, String conflicts, List<BytePath> paths) {
        public MergedTree {
            paths = List.copyOf(paths);
        }

        private static MergedTree clean(ObjectId tree) {
            return new MergedTree(tree, "", List.of());
        }

        private static MergedTree conflict(MergeConflicts found) {
            return new MergedTree(null, found.toString(), found.paths());
        }
    }
}
