package dev.reconciler.git.tree;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.eclipse.jgit.lib.ObjectId;
import org.jspecify.annotations.Nullable;

/** The files that differ between two trees. Directories that are the same are not opened. */
public final class TreeDiff {
    private final ReplayObjects objects;
    private final List<FileChange> changes = new ArrayList<>();

    private TreeDiff(ReplayObjects objects) {
        this.objects = objects;
    }

    /** A file before and after; null where there is none. */
    public record FileChange(
            BytePath path,
            @Nullable TreeEntry before,
            @Nullable TreeEntry after) {}

    /** The changes, ordered by the bytes of their paths. */
    public static List<FileChange> between(
            ReplayObjects objects, BytePath path, @Nullable ObjectId before, @Nullable ObjectId after)
            throws IOException {
        TreeDiff diff = new TreeDiff(objects);
        diff.compareTrees(path, before, after);
        diff.changes.sort(Comparator.comparing(FileChange::path));
        return diff.changes;
    }

    private void compareTrees(BytePath path, @Nullable ObjectId before, @Nullable ObjectId after) throws IOException {
        if (Objects.equals(before, after)) {
            return;
        }
        ParallelTreeWalk names = new ParallelTreeWalk(objects.tree(before), objects.tree(after));
        while (names.next()) {
            TreeEntry old = names.leaf(0);
            TreeEntry now = names.leaf(1);
            if (Objects.equals(old, now)) {
                continue;
            }
            BytePath child = path.child(names.name());
            TreeEntry oldFile = TreeEntry.file(old);
            TreeEntry nowFile = TreeEntry.file(now);
            if (!Objects.equals(oldFile, nowFile)) {
                changes.add(new FileChange(child, oldFile, nowFile));
            }
            compareTrees(child, TreeEntry.tree(old), TreeEntry.tree(now));
        }
    }
}
