package dev.reconciler.git.merge.rename;

import dev.reconciler.git.tree.BytePath;
import dev.reconciler.git.tree.MergeObjects;
import dev.reconciler.git.tree.TreeDiff;
import java.io.IOException;
import java.util.StringJoiner;
import org.eclipse.jgit.lib.ObjectId;

/** The renames between two trees as {@code "f>g d/h>e/h"}, in the order of the old paths. */
public final class RenameNotation {
    /** Stands at the end where git may find other renames. */
    static final String UNCERTAIN = "?";

    private RenameNotation() {}

    /** Finds the renames where each deleted file matters. */
    public static String find(MergeObjects objects, ObjectId old, ObjectId now) throws IOException {
        return find(objects, old, now, 7000);
    }

    /** Finds the renames where each deleted file matters and at most that many files are compared on each side. */
    static String find(MergeObjects objects, ObjectId old, ObjectId now, int limit) throws IOException {
        RemovedDirectories none = new RemovedDirectories();
        RenameDetection renames = RenameDetection.find(
                objects,
                old,
                now,
                new TraversalOrder(objects, old, now),
                path -> true,
                limit,
                new DirectoryRenames(objects, now, none));
        return show(objects, old, now, renames);
    }

    /** Writes renames that were found. */
    static String show(MergeObjects objects, ObjectId old, ObjectId now, RenameDetection renames) throws IOException {
        StringJoiner all = new StringJoiner(" ");
        for (TreeDiff.FileChange change : TreeDiff.between(objects, BytePath.ROOT, old, now)) {
            RenameDetection.RenameTarget target = renames.targetOf(change.path());
            if (target != null) {
                all.add(change.path() + ">" + target.path());
            }
        }
        return all + (renames.isUncertain() ? UNCERTAIN : "");
    }
}
