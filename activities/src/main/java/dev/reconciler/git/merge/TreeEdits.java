package dev.reconciler.git.merge;

import dev.reconciler.git.tree.BytePath;
import dev.reconciler.git.tree.TreeEntry;
import java.util.Map;
import java.util.TreeMap;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.jspecify.annotations.Nullable;

/**
 * What a merge changes in our tree at one path and below it. A file and a directory of one name are told apart until
 * the end: only there it shows whether anything is left of the one where the other is.
 */
final class TreeEdits {
    private final Map<BytePath, TreeEdits> children = new TreeMap<>();
    private @Nullable EntryEdit file;
    private @Nullable EntryEdit tree;

    /** What is there instead; nothing where it is null. */
    record EntryEdit(@Nullable TreeEntry leaf) {}

    TreeEdits child(BytePath name) {
        return children.computeIfAbsent(name, unseen -> new TreeEdits());
    }

    /** The edits at a path below. */
    TreeEdits at(BytePath path) {
        return path.isRoot() ? this : at(path.parent()).child(path.name());
    }

    Map<BytePath, TreeEdits> children() {
        return children;
    }

    boolean isEmpty() {
        return file == null && tree == null && children.isEmpty();
    }

    void setFile(@Nullable TreeEntry leaf) {
        file = new EntryEdit(leaf);
    }

    void setTree(@Nullable ObjectId id) {
        tree = new EntryEdit(id == null ? null : new TreeEntry(FileMode.TREE.getBits(), id));
    }

    /** Takes the whole of another side's entry. */
    void replaceEntry(@Nullable TreeEntry leaf) {
        setFile(TreeEntry.file(leaf));
        setTree(TreeEntry.tree(leaf));
    }

    @Nullable
    TreeEntry fileOr(@Nullable TreeEntry before) {
        return file == null ? before : file.leaf();
    }

    @Nullable
    ObjectId treeOr(@Nullable ObjectId before) {
        return tree == null ? before : TreeEntry.tree(tree.leaf());
    }
}
