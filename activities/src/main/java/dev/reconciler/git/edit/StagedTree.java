package dev.reconciler.git.edit;

import dev.reconciler.git.index.StagedPaths;
import java.io.IOException;
import org.eclipse.jgit.dircache.DirCache;
import org.eclipse.jgit.dircache.DirCacheBuilder;
import org.eclipse.jgit.dircache.DirCacheEntry;
import org.eclipse.jgit.errors.CorruptObjectException;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;

/** The tree that a commit of an index would have. */
final class StagedTree {
    private StagedTree() {}

    /** Whether an entry has a content of its own: a submodule has none, and one that was only announced has none yet. */
    static boolean isBlob(StagedPaths index, int entry) {
        return !index.isIntentToAdd(entry) && FileMode.fromBits(index.mode(entry)) != FileMode.GITLINK;
    }

    /**
     * Writes it.
     *
     * @param index without conflicts
     * @throws CorruptObjectException if a path is none that a tree may have
     */
    static ObjectId write(StagedPaths index, ObjectInserter into) throws IOException {
        DirCache entries = DirCache.newInCore();
        DirCacheBuilder builder = entries.builder();
        try {
            for (int entry = 0; entry < index.size(); entry++) {
                if (!index.isIntentToAdd(entry)) {
                    DirCacheEntry staged = new DirCacheEntry(index.path(entry));
                    staged.setFileMode(FileMode.fromBits(index.mode(entry)));
                    staged.setObjectId(index.id(entry));
                    builder.add(staged);
                }
            }
            builder.finish();
        } catch (IllegalArgumentException | IllegalStateException hostile) {
            throw new CorruptObjectException(String.valueOf(hostile.getMessage()));
        }
        return entries.writeTree(into);
    }
}
