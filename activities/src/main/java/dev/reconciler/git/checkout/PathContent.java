package dev.reconciler.git.checkout;

import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;

/**
 * The content of a path in a tree, in the index or on the disk, as git compares it: by mode and blob.
 *
 * @param mode {@link FileMode#MISSING} where there is nothing
 */
record PathContent(FileMode mode, ObjectId id) {
    static final PathContent NOTHING = new PathContent(FileMode.MISSING, ObjectId.zeroId());

    /** Something that no tree of ours has, such as a folder in the place of a file. */
    static final PathContent FOREIGN = new PathContent(FileMode.TREE, ObjectId.zeroId());

    boolean isNothing() {
        return equals(NOTHING);
    }
}
