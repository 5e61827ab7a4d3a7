package dev.reconciler.git.merge;

import dev.reconciler.git.tree.BytePath;
import dev.reconciler.git.tree.ReplayObjects;
import dev.reconciler.git.tree.TreeEntry;
import dev.reconciler.git.tree.TreeObject;
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
    private final MergeConflicts conflicts;

    TreeWriter(ReplayObjects objects, MergeConflicts conflicts) {
        this.objects = objects;
        this.conflicts = conflicts;
    }

    /** The root tree with its edits. */
    ObjectId writeRoot(ObjectId before, TreeEdits edits) throws IOException {
        ObjectId written = writeDirectory(BytePath.ROOT, before, edits);
        return written == null ? objects.writeTree(TreeObject.EMPTY) : written;
    }

    private @Nullable ObjectId writeDirectory(BytePath path, @Nullable ObjectId before, TreeEdits edits)
            throws IOException {
        if (edits.children().isEmpty()) {
            return before;
        }
        TreeObject tree = objects.tree(before);
        List<TreeObject.NamedEntry> entries =
                new ArrayList<>(tree.size() + edits.children().size());
        Iterator<TreeObject.NamedEntry> rest = tree.entries().iterator();
        TreeObject.NamedEntry next = rest.hasNext() ? rest.next() : null;
        boolean isChanged = false;
        for (Map.Entry<BytePath, TreeEdits> edit : edits.children().entrySet()) {
            while (next != null && next.name().compareTo(edit.getKey()) < 0) {
                entries.add(next);
                next = rest.hasNext() ? rest.next() : null;
            }
            TreeEntry old = null;
            if (next != null && next.name().equals(edit.getKey())) {
                old = next.leaf();
                next = rest.hasNext() ? rest.next() : null;
            }
            TreeEntry leaf = writeEntry(path.child(edit.getKey()), old, edit.getValue());
            isChanged |= !Objects.equals(leaf, old);
            if (leaf != null) {
                entries.add(new TreeObject.NamedEntry(edit.getKey(), leaf));
            }
        }
        while (next != null) {
            entries.add(next);
            next = rest.hasNext() ? rest.next() : null;
        }
        if (!isChanged) {
            return before;
        }
        return entries.isEmpty() ? null : objects.writeTree(new TreeObject(entries));
    }

    private @Nullable TreeEntry writeEntry(BytePath path, @Nullable TreeEntry old, TreeEdits edits) throws IOException {
        TreeEntry file = edits.fileOr(TreeEntry.file(old));
        ObjectId tree = writeDirectory(path, edits.treeOr(TreeEntry.tree(old)), edits);
        if (file != null && tree != null) {
            conflicts.add(path, "is a file on one side and a directory on the other");
        }
        return tree == null ? file : new TreeEntry(FileMode.TREE.getBits(), tree);
    }
}
