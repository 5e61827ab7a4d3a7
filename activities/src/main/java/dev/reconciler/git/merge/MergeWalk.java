package dev.reconciler.git.merge;

import dev.reconciler.git.merge.rename.RemovedDirectories;
import dev.reconciler.git.tree.BytePath;
import dev.reconciler.git.tree.MergeObjects;
import dev.reconciler.git.tree.ParallelTreeWalk;
import dev.reconciler.git.tree.TreeDiff;
import dev.reconciler.git.tree.TreeEntry;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.eclipse.jgit.lib.ObjectId;
import org.jspecify.annotations.Nullable;

/**
 * Goes through three trees at once and decides each path that ids alone decide, opening only directories that differ in
 * all three. {@link TreeMerge} decides the rest: the {@linkplain ContestedPath contested paths}, and those that a rename
 * could explain. Git's name is {@code collect_merge_info} of merge-ort.
 *
 * <pre>
 *     base    d/f=a  e/g=a  h=a
 *     ours    d/f=X  e/g=a  h=X      d, e and h are looked at
 *     theirs  d/f=Y  e/g=Y  h=X      e is theirs as a whole, h is the same in both; only d is opened: d/f is contested
 * </pre>
 */
final class MergeWalk {
    private final MergeObjects objects;
    private final List<ContestedPath> contestedPaths = new ArrayList<>();
    private final List<ContestedPath> deletedByBoth = new ArrayList<>();
    private final Map<MergeSide, RemovedDirectories> removedDirectories = new EnumMap<>(MergeSide.class);

    MergeWalk(MergeObjects objects) {
        this.objects = objects;
        for (MergeSide side : MergeSide.values()) {
            removedDirectories.put(side, new RemovedDirectories());
        }
    }

    /**
     * Walks through the trees.
     *
     * @param base null where the sides have no commit in common
     * @param edits takes the changes that theirs alone has made
     * @throws IOException where a tree can't be read
     */
    void walkTrees(@Nullable ObjectId base, ObjectId ours, ObjectId theirs, TreeEdits edits) throws IOException {
        walkDirectory(BytePath.ROOT, base, ours, theirs, WalkZone.NONE, edits);
    }

    /** Files that ids alone do not decide, in the order of the walk. */
    List<ContestedPath> contestedPaths() {
        return contestedPaths;
    }

    /** Files of base that neither side has any more; a rename may explain them. */
    List<ContestedPath> deletedByBoth() {
        return deletedByBoth;
    }

    /** The directories that this side has no longer and the other side added something to. */
    RemovedDirectories removedDirectories(MergeSide side) {
        return Objects.requireNonNull(removedDirectories.get(side));
    }

    private void walkDirectory(
            BytePath path,
            @Nullable ObjectId base,
            @Nullable ObjectId ours,
            @Nullable ObjectId theirs,
            WalkZone zone,
            TreeEdits edits)
            throws IOException {
        ParallelTreeWalk names = new ParallelTreeWalk(objects.tree(base), objects.tree(ours), objects.tree(theirs));
        // In a directory that one side has no longer, the names come twice: once to find what the other side added, and
        // once to decide them.
        WalkZone here = zone.goneFrom() == null
                ? zone
                : recordAdditions(
                        path, zone.goneFrom(), zone.grown(), base, zone.goneFrom() == MergeSide.OURS ? theirs : ours);
        while (names.next()) {
            TreeEntry inBase = names.entry(0);
            TreeEntry inOurs = names.entry(1);
            TreeEntry inTheirs = names.entry(2);
            if (Objects.equals(inOurs, inTheirs)) {
                // Both sides agree, and the result begins as ours: no edit. Only a file of base may be gone.
                decideAgreed(path, names.name(), inBase, inOurs);
            } else if (Objects.equals(inBase, inOurs)) {
                // Only theirs changed the entry, so it is taken by its id, a whole directory as well. A file that
                // theirs moved out of that directory has no change of ours to take along, so no rename matters here.
                edits.child(names.name()).replaceEntry(inTheirs);
            } else if (!Objects.equals(inBase, inTheirs)) {
                // All three differ. Where base and theirs are the same instead, only ours changed the entry: no edit.
                WalkZone below = here.enterDirectory(inBase, inOurs, inTheirs);
                BytePath child = path.child(names.name());
                decideEntry(child, inBase, inOurs, inTheirs, below, edits.child(names.name()));
            }
        }
    }

    // Git's dir_rename_mask in collect_rename_info. Example: base d/f, ours e/f, theirs d/f and d/g. Ours has no d, and
    // theirs added d/g to d. Where d went decides where d/g belongs, so the renames of all files below d matter. They
    // do as well for the directories below d, which may have gone elsewhere: hence isGrown, which they inherit from d.
    private WalkZone recordAdditions(
            BytePath path, MergeSide goneFrom, boolean isGrown, @Nullable ObjectId base, @Nullable ObjectId other)
            throws IOException {
        List<BytePath> files = new ArrayList<>();
        List<BytePath> folders = new ArrayList<>();
        ParallelTreeWalk names = new ParallelTreeWalk(objects.tree(base), objects.tree(other));
        while (names.next()) {
            // A directory that the other side added counts as one addition, and is not opened to list its files.
            if (TreeEntry.file(names.entry(0)) == null && TreeEntry.file(names.entry(1)) != null) {
                files.add(path.child(names.name()));
            } else if (TreeEntry.tree(names.entry(0)) == null && TreeEntry.tree(names.entry(1)) != null) {
                folders.add(path.child(names.name()));
            }
        }
        boolean grows = isGrown || !files.isEmpty();
        if (grows) {
            removedDirectories(goneFrom).recordAdded(path, files, folders);
        }
        return new WalkZone(goneFrom, grows);
    }

    private void decideAgreed(BytePath directory, BytePath name, @Nullable TreeEntry base, @Nullable TreeEntry both)
            throws IOException {
        // Nothing was there in base, or nothing has changed: no file is gone.
        if (base == null || base.equals(both)) {
            return;
        }
        BytePath path = directory.child(name);
        if (!base.isTree()) {
            addDeletedByBoth(path, base, TreeEntry.file(both));
            return;
        }
        // A directory that both sides changed in the same way, or deleted, or made a file.
        collectDeletedByBoth(path, base.id(), TreeEntry.tree(both));
    }

    private void collectDeletedByBoth(BytePath path, @Nullable ObjectId base, @Nullable ObjectId both)
            throws IOException {
        for (TreeDiff.FileChange change : TreeDiff.between(objects, path, base, both)) {
            addDeletedByBoth(change.path(), change.before(), change.after());
        }
    }

    private void addDeletedByBoth(BytePath path, @Nullable TreeEntry base, @Nullable TreeEntry now) {
        if (base != null && now == null) {
            deletedByBoth.add(new ContestedPath(path, base, null, null));
        }
    }

    // An entry that differs in all three. One name may be a file in one tree and a directory in another, so the files
    // are decided among themselves, and the directories are. Example: base x, ours x with a change, theirs x/y. The
    // file x is contested, and the directory x is theirs. TreeWriter finds out whether both are left in the end.
    private void decideEntry(
            BytePath path,
            @Nullable TreeEntry base,
            @Nullable TreeEntry ours,
            @Nullable TreeEntry theirs,
            WalkZone zone,
            TreeEdits edits)
            throws IOException {
        decideFile(new ContestedPath(path, TreeEntry.file(base), TreeEntry.file(ours), TreeEntry.file(theirs)), edits);
        ObjectId baseTree = TreeEntry.tree(base);
        ObjectId ourTree = TreeEntry.tree(ours);
        ObjectId theirTree = TreeEntry.tree(theirs);
        if (Objects.equals(baseTree, ourTree) && !Objects.equals(ourTree, theirTree)) {
            // Neither base nor ours has a directory here, and theirs has one.
            edits.setTree(theirTree);
        } else if (Objects.equals(ourTree, theirTree)) {
            // Neither side has a directory here. If base has one, its files are gone from both.
            collectDeletedByBoth(path, baseTree, ourTree);
        } else if (!Objects.equals(baseTree, theirTree)) {
            // The directory differs in all three: open it.
            walkDirectory(path, baseTree, ourTree, theirTree, zone, edits);
        }
    }

    // The same three questions as for whole entries, now for a file.
    private void decideFile(ContestedPath contest, TreeEdits edits) {
        TreeEntry base = contest.base();
        TreeEntry ours = contest.ours();
        TreeEntry theirs = contest.theirs();
        if (Objects.equals(ours, theirs)) {
            addDeletedByBoth(contest.path(), base, ours);
        } else if (Objects.equals(base, ours)) {
            edits.setFile(theirs);
        } else if (!Objects.equals(base, theirs)) {
            // Both sides changed the file, or one changed and the other deleted it, or both added one.
            contestedPaths.add(contest);
        }
    }

    /** A file that each of the three trees has in its own way, or has not. */
    record ContestedPath(
            BytePath path,
            @Nullable TreeEntry base,
            @Nullable TreeEntry ours,
            @Nullable TreeEntry theirs) {

        boolean isOnBothSides() {
            return ours != null && theirs != null;
        }
    }

    /**
     * Where the walk stands, as far as {@link RemovedDirectories} are concerned.
     *
     * @param goneFrom the side that has this directory, or one above it, no longer; null where both sides have it
     * @param grown whether the other side added a file to this directory, or to one above it that is gone as well
     */
    private record WalkZone(@Nullable MergeSide goneFrom, boolean grown) {
        static final WalkZone NONE = new WalkZone(null, false);

        /** The zone of an entry of this directory. */
        WalkZone enterDirectory(@Nullable TreeEntry base, @Nullable TreeEntry ours, @Nullable TreeEntry theirs) {
            boolean isInOurs = TreeEntry.tree(ours) != null;
            boolean isInTheirs = TreeEntry.tree(theirs) != null;
            // A directory below a removed one is removed as well. A directory that base did not have was not removed,
            // and one that both sides have, or neither has, is not gone from one side only.
            return goneFrom != null || TreeEntry.tree(base) == null || isInOurs == isInTheirs
                    ? this
                    : new WalkZone(isInOurs ? MergeSide.THEIRS : MergeSide.OURS, false);
        }
    }
}
