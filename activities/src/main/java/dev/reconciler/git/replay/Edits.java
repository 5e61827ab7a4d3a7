package dev.reconciler.git.replay;

import java.util.Map;
import java.util.TreeMap;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.jspecify.annotations.Nullable;

/**
 * What a merge changes in our tree at one path and below it. A file and a directory of one name are told apart until
 * the end: only there it shows whether anything is left of the one where the other is.
 */
final class Edits {
    private final Map<BytePath, Edits> children = new TreeMap<>();
    private @Nullable Change file;
    private @Nullable Change tree;

    /** What is there instead; nothing where it is null. */
    record Change(@Nullable Leaf leaf) {}

    Edits child(BytePath name) {
        return children.computeIfAbsent(name, unseen -> new Edits());
    }

    /** The edits at a path below. */
    Edits at(BytePath path) {
        return path.isRoot() ? this : at(path.parent()).child(path.name());
    }

    Map<BytePath, Edits> children() {
        return children;
    }

    boolean isEmpty() {
        return file == null && tree == null && children.isEmpty();
    }

    void setFile(@Nullable Leaf leaf) {
        file = new Change(leaf);
    }

    void setTree(@Nullable ObjectId id) {
        tree = new Change(id == null ? null : new Leaf(FileMode.TREE.getBits(), id));
    }

    /** Takes the whole of another side's entry. */
    void replace(@Nullable Leaf leaf) {
        setFile(Leaf.file(leaf));
        setTree(Leaf.tree(leaf));
    }

    @Nullable
    Leaf fileOr(@Nullable Leaf before) {
        return file == null ? before : file.leaf();
    }

    @Nullable
    ObjectId treeOr(@Nullable ObjectId before) {
        return tree == null ? before : Leaf.tree(tree.leaf());
    }
}
