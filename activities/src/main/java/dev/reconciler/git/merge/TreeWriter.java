package dev.reconciler.git.merge;

import dev.reconciler.git.tree.BytePath;
import dev.reconciler.git.tree.MergeObjects;
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

/**
 * Writes a tree with its {@link TreeEdits}; the rest of the tree is taken as it is, by its id. Git's name is {@code
 * write_completed_directory} of merge-ort.
 */
final class TreeWriter {
    private final MergeObjects objects;
    private final MergeConflicts conflicts;

    TreeWriter(MergeObjects objects, MergeConflicts conflicts) {
        this.objects = objects;
        this.conflicts = conflicts;
    }

    /**
     * Writes the root tree with its edits, unless they change nothing. A name that is a file and a directory in the end is
     * added to the {@link MergeConflicts}, and the tree is then no result.
     */
    ObjectId writeRoot(ObjectId before, TreeEdits edits) throws IOException {
        ObjectId written = writeDirectory(BytePath.ROOT, before, edits);
        // A directory without entries is left out of the tree above. The root has no tree above, and is the empty tree.
        return written == null ? objects.writeTree(TreeObject.EMPTY) : written;
    }

    private @Nullable ObjectId writeDirectory(BytePath path, @Nullable ObjectId before, TreeEdits edits)
            throws IOException {
        // Nothing changes below: the directory need not be read.
        if (edits.children().isEmpty()) {
            return before;
        }
        TreeObject tree = objects.tree(before);
        // The entries of the tree and the edits are both ordered by name, so one pass through both is enough. Example:
        // a, c and d with edits at b and c take a as it is, then the edit of b, then that of c, then d as it is.
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
                old = next.entry();
                next = rest.hasNext() ? rest.next() : null;
            }
            TreeEntry now = writeEntry(path.child(edit.getKey()), old, edit.getValue());
            isChanged |= !Objects.equals(now, old);
            if (now != null) {
                entries.add(new TreeObject.NamedEntry(edit.getKey(), now));
            }
        }
        while (next != null) {
            entries.add(next);
            next = rest.hasNext() ? rest.next() : null;
        }
        // The edits give the entries that were there before: the tree keeps its id, and nothing is written.
        if (!isChanged) {
            return before;
        }
        return entries.isEmpty() ? null : objects.writeTree(new TreeObject(entries));
    }

    private @Nullable TreeEntry writeEntry(BytePath path, @Nullable TreeEntry old, TreeEdits edits) throws IOException {
        TreeEntry file = edits.fileOr(TreeEntry.file(old));
        ObjectId tree = writeDirectory(path, edits.treeOr(TreeEntry.tree(old)), edits);
        // The directory is written before this question, as its edits may leave it empty. Example: base has x/y, and
        // ours has changed x/y. Theirs has moved x/y to z, and has a file x. The change follows to z, so that nothing
        // is left in the directory x, and the file x has the name for itself. Git's process_entry asks in the same
        // order.
        if (file != null && tree != null) {
            conflicts.add(path, "is a file on one side and a directory on the other");
        }
        return tree == null ? file : new TreeEntry(FileMode.TREE.getBits(), tree);
    }
}
