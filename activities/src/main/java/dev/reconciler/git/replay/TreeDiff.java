package dev.reconciler.git.replay;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.eclipse.jgit.lib.ObjectId;
import org.jspecify.annotations.Nullable;

/** The files that differ between two trees. Directories that are the same are not opened. */
final class TreeDiff {
    private final ReplayObjects objects;
    private final List<Change> changes = new ArrayList<>();

    private TreeDiff(ReplayObjects objects) {
        this.objects = objects;
    }

    /** A file before and after; null where there is none. */
    record Change(
            BytePath path, @Nullable Leaf before, @Nullable Leaf after) {}

    /** The changes, ordered by the bytes of their paths. */
    static List<Change> between(
            ReplayObjects objects, BytePath path, @Nullable ObjectId before, @Nullable ObjectId after)
            throws IOException {
        TreeDiff diff = new TreeDiff(objects);
        diff.walk(path, before, after);
        diff.changes.sort(Comparator.comparing(Change::path));
        return diff.changes;
    }

    private void walk(BytePath path, @Nullable ObjectId before, @Nullable ObjectId after) throws IOException {
        if (Objects.equals(before, after)) {
            return;
        }
        Names names = new Names(objects.tree(before), objects.tree(after));
        while (names.next()) {
            Leaf old = names.leaf(0);
            Leaf now = names.leaf(1);
            if (Objects.equals(old, now)) {
                continue;
            }
            BytePath child = path.child(names.name());
            Leaf oldFile = Leaf.file(old);
            Leaf nowFile = Leaf.file(now);
            if (!Objects.equals(oldFile, nowFile)) {
                changes.add(new Change(child, oldFile, nowFile));
            }
            walk(child, Leaf.tree(old), Leaf.tree(now));
        }
    }
}
