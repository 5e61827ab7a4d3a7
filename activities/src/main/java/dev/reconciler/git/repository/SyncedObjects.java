package dev.reconciler.git.repository;

import java.io.File;
import java.io.IOException;
import java.util.Set;
import org.eclipse.jgit.internal.storage.file.ObjectDirectory;
import org.eclipse.jgit.lib.Config;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.util.FS;
import org.jspecify.annotations.Nullable;

/**
 * The objects of a repository, and which commits lack their parents. The library writes the latter into git's file {@code
 * shallow} as a remote tells of them, before the first object has come; while something is fetched they are kept in memory
 * instead.
 */
final class SyncedObjects extends ObjectDirectory {
    private volatile @Nullable Set<ObjectId> held;

    SyncedObjects(Config config, File objects, FS fs, File shallow) throws IOException {
        super(config, objects, null, fs, shallow);
    }

    /** From now on git's file is neither read nor written. */
    void holdBoundary() throws IOException {
        held = Set.copyOf(super.getShallowCommits());
    }

    /** From now on git's file counts again. */
    void releaseBoundary() {
        held = null;
    }

    @Override
    public Set<ObjectId> getShallowCommits() throws IOException {
        Set<ObjectId> kept = held;
        return kept == null ? super.getShallowCommits() : kept;
    }

    @Override
    public void setShallowCommits(Set<ObjectId> commits) throws IOException {
        if (held == null) {
            super.setShallowCommits(commits);
        } else {
            held = Set.copyOf(commits);
        }
    }
}
