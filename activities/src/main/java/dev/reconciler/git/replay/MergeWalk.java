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
    private final Map<Side, VanishedDirectories> vanished = new EnumMap<>(Side.class);

    MergeWalk(ReplayObjects objects) {
        this.objects = objects;
        for (Side side : Side.values()) {
            vanished.put(side, new VanishedDirectories());
        }
    }

    /** A file that each of the three has in its own way, or has not. */
    record Contest(
            BytePath path,
            @Nullable Leaf base,
            @Nullable Leaf ours,
            @Nullable Leaf theirs) {}

    /** Whether we are in a directory that one side has no longer, and the other side added a file to it. */
    private record Zone(@Nullable Side goneFrom, boolean grown) {
        static final Zone NONE = new Zone(null, false);

        Zone at(@Nullable Leaf base, @Nullable Leaf ours, @Nullable Leaf theirs) {
            boolean isInOurs = Leaf.tree(ours) != null;
            boolean isInTheirs = Leaf.tree(theirs) != null;
            return goneFrom != null || Leaf.tree(base) == null || isInOurs == isInTheirs
                    ? this
                    : new Zone(isInOurs ? Side.THEIRS : Side.OURS, false);
        }
    }

    void root(@Nullable ObjectId base, ObjectId ours, ObjectId theirs, Edits edits) throws IOException {
        directories(BytePath.ROOT, base, ours, theirs, Zone.NONE, edits);
    }

    List<Contest> contests() {
        return contests;
    }

    /** Files that neither side has any more. */
    List<Contest> deletedByBoth() {
        return deletedByBoth;
    }

    /** The directories that this side has no longer and the other side added something to. */
    VanishedDirectories vanished(Side side) {
        return Objects.requireNonNull(vanished.get(side));
    }

    private void directories(
            BytePath path,
            @Nullable ObjectId base,
            @Nullable ObjectId ours,
            @Nullable ObjectId theirs,
            Zone zone,
            Edits edits)
            throws IOException {
        Names names = new Names(objects.tree(base), objects.tree(ours), objects.tree(theirs));
        Zone here = zone.goneFrom() == null
                ? zone
                : grown(path, zone.goneFrom(), zone.grown(), base, zone.goneFrom() == Side.OURS ? theirs : ours);
        while (names.next()) {
            Leaf inBase = names.leaf(0);
            Leaf inOurs = names.leaf(1);
            Leaf inTheirs = names.leaf(2);
            if (Objects.equals(inOurs, inTheirs)) {
                shared(path, names.name(), inBase, inOurs);
            } else if (Objects.equals(inBase, inOurs)) {
                edits.child(names.name()).replace(inTheirs);
            } else if (!Objects.equals(inBase, inTheirs)) {
                Zone below = here.at(inBase, inOurs, inTheirs);
                BytePath child = path.child(names.name());
                differing(child, inBase, inOurs, inTheirs, below, edits.child(names.name()));
            }
        }
    }

    /** Notes what the other side added to a directory that this one has no longer. */
    private Zone grown(BytePath path, Side goneFrom, boolean isGrown, @Nullable ObjectId base, @Nullable ObjectId other)
            throws IOException {
        List<BytePath> files = new ArrayList<>();
        List<BytePath> folders = new ArrayList<>();
        Names names = new Names(objects.tree(base), objects.tree(other));
        while (names.next()) {
            if (Leaf.file(names.leaf(0)) == null && Leaf.file(names.leaf(1)) != null) {
                files.add(path.child(names.name()));
            } else if (Leaf.tree(names.leaf(0)) == null && Leaf.tree(names.leaf(1)) != null) {
                folders.add(path.child(names.name()));
            }
        }
        boolean grows = isGrown || !files.isEmpty();
        if (grows) {
            vanished(goneFrom).grow(path, files, folders);
        }
        return new Zone(goneFrom, grows);
    }

    private void shared(BytePath directory, BytePath name, @Nullable Leaf base, @Nullable Leaf both)
            throws IOException {
        if (base == null || base.equals(both)) {
            return;
        }
        BytePath path = directory.child(name);
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
            BytePath path, @Nullable Leaf base, @Nullable Leaf ours, @Nullable Leaf theirs, Zone zone, Edits edits)
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
            directories(path, baseTree, ourTree, theirTree, zone, edits);
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
