package dev.reconciler.git.checkout;

import dev.reconciler.git.LockFiles;
import dev.reconciler.git.RefusedException;
import dev.reconciler.git.RepositoryBusyException;
import dev.reconciler.model.ErrorType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import org.eclipse.jgit.dircache.DirCache;
import org.eclipse.jgit.dircache.DirCacheEditor;
import org.eclipse.jgit.dircache.DirCacheEntry;
import org.eclipse.jgit.errors.CorruptObjectException;
import org.eclipse.jgit.errors.LockFailedException;
import org.eclipse.jgit.lib.Repository;

/** The index of a work tree, under git's own lock while it is open. */
final class IndexFile implements AutoCloseable {
    private final DirCache cache;

    private IndexFile(DirCache cache) {
        this.cache = cache;
    }

    /**
     * Takes the index's lock, which keeps the application from committing meanwhile.
     *
     * @throws RepositoryBusyException if somebody else has it
     * @throws RefusedException of type Unsupported if it is of a kind that can't be read
     */
    static IndexFile lock(Repository git) throws IOException {
        try {
            return new IndexFile(git.lockDirCache());
        } catch (LockFailedException held) {
            Path lock = git.getIndexFile().toPath().resolveSibling("index.lock");
            throw new RepositoryBusyException(
                    LockFiles.describe(lock).orElse(lock + " was held for a moment; the next run tries again"));
        } catch (CorruptObjectException unreadable) {
            throw unsupported(git, "an index that can't be read (" + unreadable.getMessage() + ")");
        }
    }

    /** Reads the index without its lock. */
    static IndexFile read(Repository git) throws IOException {
        try {
            return new IndexFile(git.readDirCache());
        } catch (CorruptObjectException unreadable) {
            throw unsupported(git, "an index that can't be read (" + unreadable.getMessage() + ")");
        }
    }

    private static RefusedException unsupported(Repository git, String what) {
        return new RefusedException(
                ErrorType.UNSUPPORTED,
                git.getDirectory() + " has " + what + ", which can't be handled without risk; use a whole checkout, or"
                        + " a bare clone");
    }

    /** What the index has for a path; {@link Content#FOREIGN} for a conflict or a file that is left out on purpose. */
    Content read(String path) {
        DirCacheEntry entry = cache.getEntry(path);
        if (entry == null) {
            return Content.NOTHING;
        }
        boolean isPlain = entry.getStage() == DirCacheEntry.STAGE_0
                && !entry.isSkipWorkTree()
                && !entry.isAssumeValid()
                && !entry.isIntentToAdd();
        return isPlain ? new Content(entry.getFileMode(), entry.getObjectId()) : Content.FOREIGN;
    }

    /** Writes the new side of these changes, and gives the lock back. */
    void commit(List<Change> changes, WorkFiles files) throws IOException {
        DirCacheEditor editor = cache.editor();
        for (Change change : changes) {
            editor.add(edit(change, files));
        }
        editor.finish();
        cache.write();
        if (!cache.commit()) {
            throw new IOException("the index could not be replaced");
        }
    }

    private static DirCacheEditor.PathEdit edit(Change change, WorkFiles files) {
        if (change.to().isNothing()) {
            return new DirCacheEditor.DeletePath(change.path());
        }
        return new DirCacheEditor.PathEdit(change.path()) {
            @Override
            public void apply(DirCacheEntry entry) {
                entry.setFileMode(change.to().mode());
                entry.setObjectId(change.to().id());
                stat(entry, files.file(change.path()));
            }
        };
    }

    private static void stat(DirCacheEntry entry, Path file) {
        try {
            var attributes = Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            entry.setLastModified(attributes.lastModifiedTime().toInstant());
            entry.setLength(attributes.size());
        } catch (IOException gone) {
            // Without a time the next reader compares the content, which tells.
            entry.setLength(0);
        }
    }

    @Override
    public void close() {
        cache.unlock();
    }
}
