package dev.reconciler.worker.worlds;

import org.eclipse.jgit.lib.FileMode;
import org.jspecify.annotations.Nullable;

/**
 * What a commit does to one file.
 *
 * @param content what the file holds then; null where it is deleted
 */
record FileChange(String path, FileMode mode, byte @Nullable [] content) {
    static FileChange deletion(String path) {
        return new FileChange(path, FileMode.MISSING, null);
    }
}
