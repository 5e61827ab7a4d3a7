package dev.reconciler.git.tree;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.eclipse.jgit.lib.ObjectId;
import org.jspecify.annotations.Nullable;

/**
 * The files that differ between two trees, as {@code git diff-tree -r --no-renames} lists them. Directories that are the
 * same are not opened. Symbolic links and submodules count as files here.
 *
 * <p>Example: from {@code d/f=a g=b} to {@code d=c g=b} the file {@code d} is added and {@code d/f} is deleted.
 */
public final class TreeDiff {
    private final MergeObjects objects;
    private final List<FileChange> changes = new ArrayList<>();

    private TreeDiff(MergeObjects objects) {
        this.objects = objects;
    }

    /**
     * The changes, ordered by the bytes of their paths.
     *
     * @param path the directory that both trees are of; all paths of the result begin with that path
     * @param before null for no tree
     * @param after null for no tree
     */
    public static List<FileChange> between(
            MergeObjects objects, BytePath path, @Nullable ObjectId before, @Nullable ObjectId after)
            throws IOException {
        TreeDiff diff = new TreeDiff(objects);
        diff.compareTrees(path, before, after);
        diff.changes.sort(Comparator.comparing(FileChange::path));
        return diff.changes;
    }

    private void compareTrees(BytePath path, @Nullable ObjectId before, @Nullable ObjectId after) throws IOException {
        // Trees of one id are the same all the way down.
        if (Objects.equals(before, after)) {
            return;
        }
        ParallelTreeWalk names = new ParallelTreeWalk(objects.tree(before), objects.tree(after));
        while (names.next()) {
            TreeEntry old = names.entry(0);
            TreeEntry now = names.entry(1);
            if (Objects.equals(old, now)) {
                continue;
            }
            // One name may be a file in one tree and a directory in the other. So the files are compared with each
            // other, and the directories are: where one of the two is missing, all that is below the other has changed.
            BytePath child = path.child(names.name());
            TreeEntry oldFile = TreeEntry.file(old);
            TreeEntry nowFile = TreeEntry.file(now);
            if (!Objects.equals(oldFile, nowFile)) {
                changes.add(new FileChange(child, oldFile, nowFile));
            }
            compareTrees(child, TreeEntry.tree(old), TreeEntry.tree(now));
        }
    }

    /** A file before and after; null where the tree has no file at that path. */
    public record FileChange(
            BytePath path,
            @Nullable TreeEntry before,
            @Nullable TreeEntry after) {}
}
