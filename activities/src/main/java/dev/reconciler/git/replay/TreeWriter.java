package dev.reconciler.git.replay;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.jspecify.annotations.Nullable;

/** Writes a tree with its edits; what no edit touches is taken as it is, by its id. */
final class TreeWriter {
    private final ReplayObjects objects;
    private final Conflicts conflicts;

    TreeWriter(ReplayObjects objects, Conflicts conflicts) {
        this.objects = objects;
        this.conflicts = conflicts;
    }

    /** The root tree with its edits. */
    ObjectId root(ObjectId before, Edits edits) throws IOException {
        ObjectId written = directory(BytePath.ROOT, before, edits);
        return written == null ? objects.writeTree(Tree.EMPTY) : written;
    }

    private @Nullable ObjectId directory(BytePath path, @Nullable ObjectId before, Edits edits) throws IOException {
        if (edits.children().isEmpty()) {
            return before;
        }
        Tree tree = objects.tree(before);
        List<Tree.Entry> entries =
                new ArrayList<>(tree.size() + edits.children().size());
        Iterator<Tree.Entry> rest = tree.entries().iterator();
        Tree.Entry next = rest.hasNext() ? rest.next() : null;
        boolean isChanged = false;
        for (Map.Entry<BytePath, Edits> edit : edits.children().entrySet()) {
            while (next != null && next.name().compareTo(edit.getKey()) < 0) {
                entries.add(next);
                next = rest.hasNext() ? rest.next() : null;
            }
            Leaf old = null;
            if (next != null && next.name().equals(edit.getKey())) {
                old = next.leaf();
                next = rest.hasNext() ? rest.next() : null;
            }
            Leaf leaf = entry(path.child(edit.getKey()), old, edit.getValue());
            isChanged |= !Objects.equals(leaf, old);
            if (leaf != null) {
                entries.add(new Tree.Entry(edit.getKey(), leaf));
            }
        }
        while (next != null) {
            entries.add(next);
            next = rest.hasNext() ? rest.next() : null;
        }
        if (!isChanged) {
            return before;
        }
        return entries.isEmpty() ? null : objects.writeTree(new Tree(entries));
    }

    private @Nullable Leaf entry(BytePath path, @Nullable Leaf old, Edits edits) throws IOException {
        Leaf file = edits.fileOr(Leaf.file(old));
        ObjectId tree = directory(path, edits.treeOr(Leaf.tree(old)), edits);
        if (file != null && tree != null) {
            conflicts.add(path, "is a file on one side and a directory on the other");
        }
        return tree == null ? file : new Leaf(FileMode.TREE.getBits(), tree);
    }
}
