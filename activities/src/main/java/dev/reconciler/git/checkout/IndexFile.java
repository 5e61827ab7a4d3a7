package dev.reconciler.git.checkout;

import dev.reconciler.git.error.RefusedException;
import dev.reconciler.git.error.RepositoryBusyException;
import dev.reconciler.git.lock.OtherProcessLocks;
import dev.reconciler.git.lock.TakenLockFiles;
import dev.reconciler.model.ErrorType;
import java.io.DataInputStream;
import java.io.EOFException;
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

/**
 * The index of a work tree, under git's own lock while it is open.
 *
 * <p>Written as git's {@code write_locked_index} does it: {@link #prepare} writes the new index into the
 * lock file, {@link #commit} renames that to {@code index}. A reader sees the old index or the new one, never half.
 */
final class IndexFile implements AutoCloseable {
    // Signature, version and number of entries, of four bytes each.
    private static final int HEADER = 12;

    // The fixed fields of an entry, with an empty path.
    private static final int SMALLEST_ENTRY = 62;

    private final DirCache cache;
    private final TakenLockFiles journaledLock;

    private IndexFile(DirCache cache, TakenLockFiles noted) {
        this.cache = cache;
        this.journaledLock = noted;
    }

    /**
     * Takes the index's lock, which keeps the application from committing meanwhile.
     *
     * @param noted the journal's entry that the lock is ours; closed with the index
     * @throws RepositoryBusyException if another process has the lock
     * @throws RefusedException of type Unsupported if the index is of a kind that can't be read, RepositoryCorrupt if
     *     the index is broken
     */
    static IndexFile lock(Repository git, TakenLockFiles noted) throws IOException {
        refuseBrokenIndex(git, noted);
        try {
            // The journal has its entry already. A kill right after the lock leaves a lock file that is known as ours,
            // and the next holder of the repository's lock removes it.
            return new IndexFile(git.lockDirCache(), noted);
        } catch (LockFailedException held) {
            noted.close();
            Path lock = git.getIndexFile().toPath().resolveSibling("index.lock");
            throw new RepositoryBusyException(
                    OtherProcessLocks.describe(lock).orElse(lock + " was held for a moment; the next run tries again"));
        } catch (IOException unreadable) {
            noted.close();
            throw classifyReadError(git, unreadable);
        }
    }

    /** Reads the index without its lock. */
    static IndexFile read(Repository git) throws IOException {
        refuseBrokenIndex(git, TakenLockFiles.UNJOURNALED);
        try {
            return new IndexFile(git.readDirCache(), TakenLockFiles.UNJOURNALED);
        } catch (IOException unreadable) {
            throw classifyReadError(git, unreadable);
        }
    }

    // As git's verify_hdr, and more: the library makes room for as many entries as the header says, which may be all
    // the memory that there is.
    private static void refuseBrokenIndex(Repository git, TakenLockFiles noted) throws IOException {
        Path file = git.getIndexFile().toPath();
        if (Files.exists(file) && !hasRoomForItsEntries(file)) {
            noted.close();
            throw newCorruptIndexError(file, "is cut short");
        }
    }

    private static boolean hasRoomForItsEntries(Path file) throws IOException {
        try (DataInputStream in = new DataInputStream(Files.newInputStream(file))) {
            in.skipNBytes(HEADER - Integer.BYTES);
            long entries = Integer.toUnsignedLong(in.readInt());
            return HEADER + entries * SMALLEST_ENTRY <= Files.size(file);
        } catch (EOFException shorter) {
            return false;
        }
    }

    private static IOException classifyReadError(Repository git, IOException unreadable) {
        String words = String.valueOf(unreadable.getMessage());
        if (unreadable instanceof EOFException || words.contains("checksum")) {
            throw newCorruptIndexError(git.getIndexFile().toPath(), "can't be read (" + words + ")");
        }
        if (unreadable instanceof CorruptObjectException) {
            throw newUnsupportedIndexError(git, "an index that can't be read (" + words + ")");
        }
        return unreadable;
    }

    private static RefusedException newCorruptIndexError(Path index, String what) {
        return new RefusedException(
                ErrorType.REPOSITORY_CORRUPT, index + " " + what + "; remove it, and git reset makes a new one");
    }

    private static RefusedException newUnsupportedIndexError(Repository git, String what) {
        return new RefusedException(
                ErrorType.UNSUPPORTED,
                git.getDirectory() + " has " + what + ", which can't be handled without risk; use a whole checkout, or"
                        + " a bare clone");
    }

    /**
     * Reads what the index has for a path; {@link PathContent#FOREIGN} for a conflict or a file that a person has set
     * aside on purpose.
     */
    PathContent read(String path) {
        DirCacheEntry entry = cache.getEntry(path);
        if (entry == null) {
            return PathContent.NOTHING;
        }
        // An entry with one of these flags says nothing about the file: git passes it over when it compares. A stage of
        // 1,
        // 2 or 3 is one side of a conflict.
        boolean isPlain = entry.getStage() == DirCacheEntry.STAGE_0
                && !entry.isSkipWorkTree()
                && !entry.isAssumeValid()
                && !entry.isIntentToAdd();
        return isPlain ? new PathContent(entry.getFileMode(), entry.getObjectId()) : PathContent.FOREIGN;
    }

    /** Writes the new side of these changes beside the index; it is not the index yet, and the lock is still held. */
    void prepare(List<PathChange> changes, WorkTreeFiles files) throws IOException {
        DirCacheEditor editor = cache.editor();
        for (PathChange change : changes) {
            editor.add(newPathEdit(change, files));
        }
        editor.finish();
        // The journal proves a lock file ours only if it was written within seconds of its line. The files of a big
        // move take longer, so the journal gets a new line before the lock file is written again.
        journaledLock.recordAgain();
        cache.write();
    }

    /**
     * Makes what was prepared the index, and gives the lock back, in one rename.
     *
     * @throws IOException if the disk refuses the rename; the old index stays
     */
    void commit() throws IOException {
        if (!cache.commit()) {
            throw new IOException("the index could not be replaced");
        }
    }

    private static DirCacheEditor.PathEdit newPathEdit(PathChange change, WorkTreeFiles files) {
        if (change.to().isNothing()) {
            return new DirCacheEditor.DeletePath(change.path());
        }
        return new DirCacheEditor.PathEdit(change.path()) {
            @Override
            public void apply(DirCacheEntry entry) {
                entry.setFileMode(change.to().mode());
                entry.setObjectId(change.to().id());
                recordFileStat(entry, files.file(change.path()));
            }
        };
    }

    private static void recordFileStat(DirCacheEntry entry, Path file) {
        try {
            var attributes = Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            entry.setLastModified(attributes.lastModifiedTime().toInstant());
            entry.setLength(attributes.size());
        } catch (IOException gone) {
            // A person has removed the file since it was written. With a length of 0, as git's
            // ce_smudge_racily_clean_entry leaves it, the next reader doesn't trust the entry and compares the content.
            entry.setLength(0);
        }
    }

    @Override
    public void close() throws IOException {
        cache.unlock();
        journaledLock.close();
    }
}
