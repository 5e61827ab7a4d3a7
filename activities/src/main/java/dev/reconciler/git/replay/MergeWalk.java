package dev.reconciler.git.replay;

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
    private final List<Contest> contests = new ArrayList<>();
    private final List<Contest> deletedByBoth = new ArrayList<>();
    private final Map<Side, List<Addition>> additions = new EnumMap<>(Side.class);

    MergeWalk(ReplayObjects objects) {
        this.objects = objects;
    }

    /** A file that each of the three has in its own way, or has not. */
    record Contest(
            BytePath path,
            @Nullable Leaf base,
            @Nullable Leaf ours,
            @Nullable Leaf theirs) {}

    /** A file or directory that was added in a directory that the other side has no longer. */
    record Addition(BytePath path, BytePath vanished) {}

    /** The directories around a place that one of the sides has no longer, the topmost of each. */
    private record Vanished(
            @Nullable BytePath inOurs, @Nullable BytePath inTheirs) {
        Vanished at(BytePath path, @Nullable Leaf base, @Nullable Leaf ours, @Nullable Leaf theirs) {
            if (Leaf.tree(base) == null) {
                return this;
            }
            return new Vanished(
                    inOurs == null && Leaf.tree(ours) == null ? path : inOurs,
                    inTheirs == null && Leaf.tree(theirs) == null ? path : inTheirs);
        }
    }

    void root(@Nullable ObjectId base, ObjectId ours, ObjectId theirs, Edits edits) throws IOException {
        directories(BytePath.ROOT, base, ours, theirs, new Vanished(null, null), edits);
    }

    List<Contest> contests() {
        return contests;
    }

    /** Files that neither side has any more. */
    List<Contest> deletedByBoth() {
        return deletedByBoth;
    }

    /** What the other side added in directories that this side has no longer. */
    List<Addition> additionsWhereVanished(Side side) {
        return additions.getOrDefault(side, List.of());
    }

    private void directories(
            BytePath path,
            @Nullable ObjectId base,
            @Nullable ObjectId ours,
            @Nullable ObjectId theirs,
            Vanished vanished,
            Edits edits)
            throws IOException {
        Names names = new Names(objects.tree(base), objects.tree(ours), objects.tree(theirs));
        while (names.next()) {
            Leaf inBase = names.leaf(0);
            Leaf inOurs = names.leaf(1);
            Leaf inTheirs = names.leaf(2);
            BytePath child = path.child(names.name());
            noteAddition(child, vanished, inBase, inOurs, inTheirs);
            if (Objects.equals(inOurs, inTheirs)) {
                shared(child, inBase, inOurs);
            } else if (Objects.equals(inBase, inOurs)) {
                edits.child(names.name()).replace(inTheirs);
            } else if (!Objects.equals(inBase, inTheirs)) {
                Vanished below = vanished.at(child, inBase, inOurs, inTheirs);
                differing(child, inBase, inOurs, inTheirs, below, edits.child(names.name()));
            }
        }
    }

    private void noteAddition(
            BytePath path, Vanished vanished, @Nullable Leaf base, @Nullable Leaf ours, @Nullable Leaf theirs) {
        if (base != null && !base.isTree() && isNoTree(ours) && isNoTree(theirs)) {
            return;
        }
        if (vanished.inOurs() != null && theirs != null && !isSameKind(base, theirs)) {
            add(Side.OURS, new Addition(path, vanished.inOurs()));
        }
        if (vanished.inTheirs() != null && ours != null && !isSameKind(base, ours)) {
            add(Side.THEIRS, new Addition(path, vanished.inTheirs()));
        }
    }

    private void add(Side side, Addition addition) {
        additions.computeIfAbsent(side, unseen -> new ArrayList<>()).add(addition);
    }

    private static boolean isNoTree(@Nullable Leaf leaf) {
        return leaf == null || !leaf.isTree();
    }

    private static boolean isSameKind(@Nullable Leaf base, Leaf now) {
        return base != null && base.isTree() == now.isTree();
    }

    private void shared(BytePath path, @Nullable Leaf base, @Nullable Leaf both) throws IOException {
        if (base == null || base.equals(both)) {
            return;
        }
        if (!base.isTree()) {
            deletedByBoth(path, base, Leaf.file(both));
            return;
        }
        for (TreeDiff.Change change : TreeDiff.between(objects, path, base.id(), Leaf.tree(both))) {
            deletedByBoth(change.path(), change.before(), change.after());
        }
    }

    private void deletedByBoth(BytePath path, @Nullable Leaf base, @Nullable Leaf now) {
        if (base != null && now == null) {
            deletedByBoth.add(new Contest(path, base, null, null));
        }
    }

    private void differing(
            BytePath path,
            @Nullable Leaf base,
            @Nullable Leaf ours,
            @Nullable Leaf theirs,
            Vanished vanished,
            Edits edits)
            throws IOException {
        file(new Contest(path, Leaf.file(base), Leaf.file(ours), Leaf.file(theirs)), edits);
        ObjectId baseTree = Leaf.tree(base);
        ObjectId ourTree = Leaf.tree(ours);
        ObjectId theirTree = Leaf.tree(theirs);
        if (Objects.equals(baseTree, ourTree) && !Objects.equals(ourTree, theirTree)) {
            edits.setTree(theirTree);
        } else if (Objects.equals(ourTree, theirTree)) {
            for (TreeDiff.Change change : TreeDiff.between(objects, path, baseTree, ourTree)) {
                deletedByBoth(change.path(), change.before(), change.after());
            }
        } else if (!Objects.equals(baseTree, theirTree)) {
            directories(path, baseTree, ourTree, theirTree, vanished, edits);
        }
    }

    private void file(Contest contest, Edits edits) {
        Leaf base = contest.base();
        Leaf ours = contest.ours();
        Leaf theirs = contest.theirs();
        if (Objects.equals(ours, theirs)) {
            deletedByBoth(contest.path(), base, ours);
        } else if (Objects.equals(base, ours)) {
            edits.setFile(theirs);
        } else if (!Objects.equals(base, theirs)) {
            contests.add(contest);
        }
    }
}
