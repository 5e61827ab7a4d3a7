package dev.reconciler.git.merge;

import dev.reconciler.git.tree.BytePath;
import dev.reconciler.git.tree.TreeEntry;
import java.util.Map;
import java.util.TreeMap;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.jspecify.annotations.Nullable;

/**
 * The edits that a merge makes to our tree, at one path and below that path; {@link TreeWriter} writes them. A file and a
 * directory of one name are told apart until the end: only then does it show whether the merge leaves anything of the
 * one where the other is.
 *
 * <p>Example: base {@code x}, ours {@code x}, theirs {@code x/y}. The edits at {@code x} are: the file is deleted, and the
 * directory is theirs.
 */
final class TreeEdits {
    private final Map<BytePath, TreeEdits> children = new TreeMap<>();

    // Null says that the merge does not touch the file or the directory; an edit with a null entry deletes it.
    private @Nullable EntryEdit file;
    private @Nullable EntryEdit tree;

    /** The edits at a name in this directory, empty ones where there are none yet. */
    TreeEdits child(BytePath name) {
        return children.computeIfAbsent(name, unseen -> new TreeEdits());
    }

    /** The edits at a path below this directory, empty ones where there are none yet. */
    TreeEdits at(BytePath path) {
        return path.isRoot() ? this : at(path.parent()).child(path.name());
    }

    /** The edits in this directory by their names, in the order of {@link BytePath}. */
    Map<BytePath, TreeEdits> children() {
        return children;
    }

    boolean isEmpty() {
        return file == null && tree == null && children.isEmpty();
    }

    /** Sets the file; null deletes it. */
    void setFile(@Nullable TreeEntry entry) {
        file = new EntryEdit(entry);
    }

    /** Sets the whole directory; null deletes it. */
    void setTree(@Nullable ObjectId id) {
        tree = new EntryEdit(id == null ? null : new TreeEntry(FileMode.TREE.getBits(), id));
    }

    /** Takes the whole entry of another side: that side may have a file where ours has a directory. */
    void replaceEntry(@Nullable TreeEntry entry) {
        setFile(TreeEntry.file(entry));
        setTree(TreeEntry.tree(entry));
    }

    /** The file after the edits, where the tree has had that file before. */
    @Nullable
    TreeEntry fileOr(@Nullable TreeEntry before) {
        return file == null ? before : file.entry();
    }

    /** The directory after the edits at this path itself, where the tree has had that directory before. */
    @Nullable
    ObjectId treeOr(@Nullable ObjectId before) {
        return tree == null ? before : TreeEntry.tree(tree.entry());
    }

    /** The entry that is there instead; null where the merge deletes it. */
    record EntryEdit(@Nullable TreeEntry entry) {}
}
