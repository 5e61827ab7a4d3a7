package dev.reconciler.git.checkout;

import dev.reconciler.git.attributes.AttributesFile;
import dev.reconciler.git.attributes.AttributesSource;
import dev.reconciler.git.convert.PathConversions;
import dev.reconciler.git.error.RefusedException;
import dev.reconciler.git.error.RepositoryBusyException;
import dev.reconciler.git.file.DiskSync;
import dev.reconciler.git.file.SharedPermissions;
import dev.reconciler.git.index.IndexEdit;
import dev.reconciler.git.index.IndexWriter;
import dev.reconciler.git.index.StagedPaths;
import dev.reconciler.git.index.StagedPaths.BrokenIndexException;
import dev.reconciler.git.index.StagedPaths.UnsupportedIndexException;
import dev.reconciler.git.lock.GitLockFile;
import dev.reconciler.git.lock.OtherProcessLocks;
import dev.reconciler.git.tree.BytePath;
import dev.reconciler.model.ErrorType;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.jgit.lib.Config;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.Repository;
import org.jspecify.annotations.Nullable;

/**
 * The index of a work tree, under git's own lock while it is open.
 *
 * <p>Written as git's {@code write_locked_index} does it: {@link #prepare} writes the new index into the
 * lock file, {@link #commit} renames that to {@code index}. A reader sees the old index or the new one, never half.
 */
final class IndexFile implements AutoCloseable {
    private static final int DEFAULT_VERSION = 2;
    private static final int VERSION_OF_MANY_FILES = 4;

    private final Repository git;
    private final Path file;
    private final Config settings;
    private final StagedPaths staged;

    /** Null where the index is only read. */
    private final @Nullable GitLockFile lock;

    private IndexFile(Repository git, StagedPaths staged, @Nullable GitLockFile lock) {
        this.git = git;
        this.file = git.getIndexFile().toPath();
        this.settings = git.getConfig();
        this.staged = staged;
        this.lock = lock;
    }

    /**
     * Takes the index's lock, which keeps the application from committing meanwhile.
     *
     * @param locks takes the lock file
     * @throws RepositoryBusyException if another process has the lock
     * @throws RefusedException of type Unsupported if the index is of a kind that can't be read, RepositoryCorrupt if
     *     the index is broken
     */
    static IndexFile lock(Repository git, IndexLockTaker locks) throws IOException {
        Path file = git.getIndexFile().toPath();
        GitLockFile lock = takeLock(file.resolveSibling(file.getFileName() + ".lock"), locks);
        try {
            SharedPermissions.of(git.getConfig()).adjust(lock.path());
            return new IndexFile(git, readStaged(git), lock);
        } catch (IOException | RuntimeException | Error unreadable) {
            lock.close();
            throw unreadable;
        }
    }

    private static GitLockFile takeLock(Path lock, IndexLockTaker locks) throws IOException {
        try {
            return locks.take(lock);
        } catch (FileAlreadyExistsException held) {
            throw new RepositoryBusyException(
                    OtherProcessLocks.describe(lock).orElse(lock + " was held for a moment; the next run tries again"));
        }
    }

    /** Reads the index without its lock. */
    static IndexFile read(Repository git) throws IOException {
        return new IndexFile(git, readStaged(git), null);
    }

    private static StagedPaths readStaged(Repository git) throws IOException {
        Path file = git.getIndexFile().toPath();
        // Git follows the link and locks the file that it leads to. A rename would put a file in the link's place.
        if (Files.isSymbolicLink(file)) {
            throw newUnsupportedIndexError(git, "a symbolic link for its index");
        }
        if (Files.isDirectory(file)) {
            throw newCorruptIndexError(file, "is a folder");
        }
        try {
            return StagedPaths.read(file).orElseGet(() -> StagedPaths.empty(newVersion(git.getConfig())));
        } catch (BrokenIndexException broken) {
            throw newCorruptIndexError(file, String.valueOf(broken.getMessage()));
        } catch (UnsupportedIndexException other) {
            throw newUnsupportedIndexError(git, String.valueOf(other.getMessage()));
        }
    }

    // As git's get_index_format_default. Version 3 is version 2 with flags that a new index has none of.
    private static int newVersion(Config settings) {
        int fallback = isForManyFiles(settings) ? VERSION_OF_MANY_FILES : DEFAULT_VERSION;
        int version = settings.getInt("index", "version", fallback);
        return version == VERSION_OF_MANY_FILES ? version : DEFAULT_VERSION;
    }

    private static boolean isForManyFiles(Config settings) {
        return settings.getBoolean("feature", "manyFiles", false);
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
     * Reads what the index has for a path; {@link PathContent#FOREIGN} for a conflict, and for a file that a person has
     * only announced.
     *
     * <p>A file that git passes over (assume-unchanged, skip-worktree) counts as any other, as it does in git's own
     * checkout: it is not overwritten where a person has edited it.
     */
    PathContent read(String path) {
        int entry = staged.find(path.getBytes(StandardCharsets.UTF_8));
        if (entry < 0) {
            return PathContent.NOTHING;
        }
        // A stage of 1, 2 or 3 is one side of a conflict.
        boolean isPlain = staged.stage(entry) == 0 && !staged.isIntentToAdd(entry);
        return isPlain ? new PathContent(FileMode.fromBits(staged.mode(entry)), staged.id(entry)) : PathContent.FOREIGN;
    }

    /** Finds the entries for which a path can't be added, because a file can't be a folder at once. */
    List<String> findClashes(String path) {
        return staged.findClashes(path.getBytes(StandardCharsets.UTF_8)).stream()
                .map(each -> new String(each, StandardCharsets.UTF_8))
                .toList();
    }

    /**
     * Writes the new side of these changes beside the index; it is not the index yet, and the lock is still held.
     *
     * @param syncs take what was written
     */
    void prepare(List<PathChange> changes, WorkTreeFiles files, DiskSync syncs) throws IOException {
        List<IndexEdit> edits = new ArrayList<>();
        for (PathChange change : changes) {
            edits.add(newEdit(change, files));
        }
        PathConversions conversions = PathConversions.of(git, this::readAttributes);
        IndexWriter writer =
                new IndexWriter(staged, edits, (index, entry) -> isUnchanged(index, entry, files, conversions));
        try (OutputStream out = locked().openForContent()) {
            writer.write(out, settings.getBoolean("index", "skipHash", isForManyFiles(settings)));
        }
        locked().syncWith(syncs);
    }

    private static IndexEdit newEdit(PathChange change, WorkTreeFiles files) throws IOException {
        BytePath path = BytePath.of(change.path());
        PathContent to = change.to();
        return to.isNothing()
                ? IndexEdit.remove(path)
                : new IndexEdit(
                        path, new IndexEdit.StagedFile(to.mode(), to.id(), files.findStatForIndex(change.path())));
    }

    private static boolean isUnchanged(StagedPaths index, int entry, WorkTreeFiles files, PathConversions conversions)
            throws IOException {
        BytePath path = new BytePath(index.path(entry));
        // No text leads to the file. It may be edited, and git, which has the bytes, compares it.
        if (!path.isText()) {
            return false;
        }
        if (files.isSeenByGit(path.toString(), index.stat(entry))) {
            return true;
        }
        FileMode mode = FileMode.fromBits(index.mode(entry));
        return files.isAsStaged(path.toString(), new PathContent(mode, index.id(entry), conversions.find(path)));
    }

    // Those of the old index: its files were checked out by them.
    private @Nullable AttributesFile readAttributes(BytePath directory) throws IOException {
        int entry = staged.find(directory.child(AttributesSource.FILE).bytes());
        return entry < 0
                ? null
                : AttributesFile.ofBlob(git.open(staged.id(entry)).getBytes(), directory.isRoot());
    }

    /**
     * Makes what was prepared the index, and gives the lock back, in one rename.
     *
     * @param syncs flushed where what was prepared is not on the disk yet; they take the index's name
     * @throws IOException if the disk refuses the rename; the old index stays
     */
    void commit(DiskSync syncs) throws IOException {
        locked().commit(file, syncs);
    }

    private GitLockFile locked() {
        if (lock == null) {
            throw new IllegalStateException("the index was opened to be read");
        }
        return lock;
    }

    @Override
    public void close() throws IOException {
        if (lock != null) {
            lock.close();
        }
    }

    /** Takes the lock file of an index. */
    interface IndexLockTaker {
        /** @throws FileAlreadyExistsException if another process holds it */
        GitLockFile take(Path lockFile) throws IOException;
    }
}
