package dev.reconciler.git.checkout;

import dev.reconciler.git.convert.ContentConversion;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.jspecify.annotations.Nullable;

/**
 * The content of a path in a tree, in the index or on the disk. Two are equal where git takes them for equal, by mode and
 * blob.
 *
 * @param mode {@link FileMode#MISSING} where there is nothing
 * @param conversion how the blob becomes a file
 */
record PathContent(FileMode mode, ObjectId id, ContentConversion conversion) {
    static final PathContent NOTHING = new PathContent(FileMode.MISSING, ObjectId.zeroId());

    /** Something that no tree of ours has, such as a folder in the place of a file. */
    static final PathContent FOREIGN = new PathContent(FileMode.TREE, ObjectId.zeroId());

    PathContent(FileMode mode, ObjectId id) {
        this(mode, id, ContentConversion.NONE);
    }

    boolean isNothing() {
        return equals(NOTHING);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof PathContent that && mode.equals(that.mode) && id.equals(that.id);
    }

    @Override
    public int hashCode() {
        return id.hashCode();
    }
}
