package dev.reconciler.git.merge;

import dev.reconciler.git.merge.rename.RemovedDirectories;
import dev.reconciler.git.tree.BytePath;
import dev.reconciler.git.tree.ParallelTreeWalk;
import dev.reconciler.git.tree.ReplayObjects;
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
 * Goes through three trees at once and decides whatever is decided by ids alone, opening only directories that differ
 * on all sides. What is left are contests, and what a rename could explain.
 */
final class MergeWalk {
    private final ReplayObjects objects;
    private final List<ContestedPath> contestedPaths = new ArrayList<>();
    private final List<ContestedPath> deletedByBoth = new ArrayList<>();
    private final Map<MergeSide, RemovedDirectories> removedDirectories = new EnumMap<>(MergeSide.class);

    MergeWalk(ReplayObjects objects) {
        this.objects = objects;
        for (MergeSide side : MergeSide.values()) {
            removedDirectories.put(side, new RemovedDirectories());
        }
    }

    /** A file that each of the three has in its own way, or has not. */
    record ContestedPath(
            BytePath path,
            @Nullable TreeEntry base,
            @Nullable TreeEntry ours,
            @Nullable TreeEntry theirs) {}

    /** Whether we are in a directory that one side has no longer, and the other side added a file to it. */
    private record WalkZone(@Nullable MergeSide goneFrom, boolean grown) {
        static final WalkZone NONE = new WalkZone(null, false);

        WalkZone enterDirectory(@Nullable TreeEntry base, @Nullable TreeEntry ours, @Nullable TreeEntry theirs) {
            boolean isInOurs = TreeEntry.tree(ours) != null;
            boolean isInTheirs = TreeEntry.tree(theirs) != null;
            return goneFrom != null || TreeEntry.tree(base) == null || isInOurs == isInTheirs
                    ? this
                    : new WalkZone(isInOurs ? MergeSide.THEIRS : MergeSide.OURS, false);
        }
    }

    void walkTrees(@Nullable ObjectId base, ObjectId ours, ObjectId theirs, TreeEdits edits) throws IOException {
        walkDirectory(BytePath.ROOT, base, ours, theirs, WalkZone.NONE, edits);
    }

    List<ContestedPath> contestedPaths() {
        return contestedPaths;
    }

    /** Files that neither side has any more. */
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
        WalkZone here = zone.goneFrom() == null
                ? zone
                : recordAdditions(
                        path, zone.goneFrom(), zone.grown(), base, zone.goneFrom() == MergeSide.OURS ? theirs : ours);
        while (names.next()) {
            TreeEntry inBase = names.leaf(0);
            TreeEntry inOurs = names.leaf(1);
            TreeEntry inTheirs = names.leaf(2);
            if (Objects.equals(inOurs, inTheirs)) {
                decideAgreed(path, names.name(), inBase, inOurs);
            } else if (Objects.equals(inBase, inOurs)) {
                edits.child(names.name()).replaceEntry(inTheirs);
            } else if (!Objects.equals(inBase, inTheirs)) {
                WalkZone below = here.enterDirectory(inBase, inOurs, inTheirs);
                BytePath child = path.child(names.name());
                decideEntry(child, inBase, inOurs, inTheirs, below, edits.child(names.name()));
            }
        }
    }

    /** Notes what the other side added to a directory that this one has no longer. */
    private WalkZone recordAdditions(
            BytePath path, MergeSide goneFrom, boolean isGrown, @Nullable ObjectId base, @Nullable ObjectId other)
            throws IOException {
        List<BytePath> files = new ArrayList<>();
        List<BytePath> folders = new ArrayList<>();
        ParallelTreeWalk names = new ParallelTreeWalk(objects.tree(base), objects.tree(other));
        while (names.next()) {
            if (TreeEntry.file(names.leaf(0)) == null && TreeEntry.file(names.leaf(1)) != null) {
                files.add(path.child(names.name()));
            } else if (TreeEntry.tree(names.leaf(0)) == null && TreeEntry.tree(names.leaf(1)) != null) {
                folders.add(path.child(names.name()));
            }
        }
        boolean grows = isGrown || !files.isEmpty();
        if (grows) {
            removedDirectories(goneFrom).grow(path, files, folders);
        }
        return new WalkZone(goneFrom, grows);
    }

    private void decideAgreed(BytePath directory, BytePath name, @Nullable TreeEntry base, @Nullable TreeEntry both)
            throws IOException {
        if (base == null || base.equals(both)) {
            return;
        }
        BytePath path = directory.child(name);
        if (!base.isTree()) {
            addDeletedByBoth(path, base, TreeEntry.file(both));
            return;
        }
        for (TreeDiff.FileChange change : TreeDiff.between(objects, path, base.id(), TreeEntry.tree(both))) {
            addDeletedByBoth(change.path(), change.before(), change.after());
        }
    }

    private void addDeletedByBoth(BytePath path, @Nullable TreeEntry base, @Nullable TreeEntry now) {
        if (base != null && now == null) {
            deletedByBoth.add(new ContestedPath(path, base, null, null));
        }
    }

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
            edits.setTree(theirTree);
        } else if (Objects.equals(ourTree, theirTree)) {
            for (TreeDiff.FileChange change : TreeDiff.between(objects, path, baseTree, ourTree)) {
                addDeletedByBoth(change.path(), change.before(), change.after());
            }
        } else if (!Objects.equals(baseTree, theirTree)) {
            walkDirectory(path, baseTree, ourTree, theirTree, zone, edits);
        }
    }

    private void decideFile(ContestedPath contest, TreeEdits edits) {
        TreeEntry base = contest.base();
        TreeEntry ours = contest.ours();
        TreeEntry theirs = contest.theirs();
        if (Objects.equals(ours, theirs)) {
            addDeletedByBoth(contest.path(), base, ours);
        } else if (Objects.equals(base, ours)) {
            edits.setFile(theirs);
        } else if (!Objects.equals(base, theirs)) {
            contestedPaths.add(contest);
        }
    }
}
