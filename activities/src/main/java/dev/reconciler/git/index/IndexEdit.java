package dev.reconciler.git.index;

import dev.reconciler.git.tree.BytePath;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.jspecify.annotations.Nullable;

/**
 * What the index shall have for one path, in the place of everything that it has there.
 *
 * @param staged null where the path is to leave the index
 */
public record IndexEdit(BytePath path, @Nullable StagedFile staged) {
    /** A path that leaves the index. */
    public static IndexEdit remove(BytePath path) {
        return new IndexEdit(path, null);
    }

    /** A file that is staged: what it holds, and what the disk said when it was written. */
    public record StagedFile(FileMode mode, ObjectId id, FileStat stat) {}
}
