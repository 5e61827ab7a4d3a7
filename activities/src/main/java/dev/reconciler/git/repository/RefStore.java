package dev.reconciler.git.repository;

import dev.reconciler.git.error.RefusedException;
import dev.reconciler.git.error.RepositoryBusyException;
import dev.reconciler.git.file.DiskSync;
import dev.reconciler.git.file.PathPresence;
import dev.reconciler.git.history.ObjectLookup;
import dev.reconciler.git.lock.GitLockFile;
import dev.reconciler.git.lock.LockRetryPause;
import dev.reconciler.git.lock.OtherProcessLocks;
import dev.reconciler.model.ErrorType;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.Repository;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The refs of a repository, which move by compare-and-swap only: a ref that another process has moved meanwhile stays.
 *
 * <p>Git's own lock file of the ref makes the swap safe against git; while the {@link
 * dev.reconciler.git.lock.RepositoryLock} is held, the next run knows a lock file that a kill left behind. What a ref
 * holds is on the disk before its name leads to it, with all that the lock's syncs had been given; and the name with their
 * next flush.
 */
public final class RefStore {
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final Pattern WHOLE = Pattern.compile("[0-9a-fA-F]{40}(\\s.*)?", Pattern.DOTALL);
    private static final Logger LOG = LoggerFactory.getLogger(RefStore.class);

    private final Repository repository;
    private final RefFiles files;
    private final Supplier<DiskSync> syncs;

    /**
     * @param locks takes lock files of git
     * @param syncs answers what takes the names that a swap has written
     */
    RefStore(Repository repository, RefFiles.LockTaker locks, Supplier<DiskSync> syncs) {
        this.repository = repository;
        this.syncs = syncs;
        this.files = new RefFiles(repository, locks, syncs);
    }

    /**
     * The commit that the ref holds; the zero id where there is no such ref.
     *
     * @throws RefusedException of type RepositoryCorrupt if its file is broken
     */
    public ObjectId read(String name) throws IOException {
        refuseBrokenRef(name);
        Ref ref = repository.getRefDatabase().exactRef(name);
        ObjectId id = ref == null ? null : ref.getObjectId();
        return id == null ? ObjectId.zeroId() : id;
    }

    // Where the file of a ref is broken, the library goes on as if there were no file, and answers what packed-refs
    // held long ago. A run that believed that would take all later commits for lost.
    private void refuseBrokenRef(String name) throws IOException {
        Path file = repository.getCommonDirectory().toPath().resolve(name);
        if (!PathPresence.isFile(file)) {
            files.refuseCutPackedRefs();
            return;
        }
        String text = Files.readString(file, StandardCharsets.ISO_8859_1);
        if (!text.startsWith("ref:") && !WHOLE.matcher(text).matches()) {
            throw new RefusedException(
                    ErrorType.REPOSITORY_CORRUPT,
                    file + " is broken: it names no commit. The second id in the last line of "
                            + repository
                                    .getCommonDirectory()
                                    .toPath()
                                    .resolve("logs")
                                    .resolve(name)
                            + " is the one that it held, and git fsck --lost-found lists commits that no ref holds;"
                            + " remove the file, and git update-ref " + name + " COMMIT writes it anew");
        }
    }

    /** The refs whose names begin with a prefix that ends with a slash. */
    public List<Ref> listBelow(String prefix) throws IOException {
        return repository.getRefDatabase().getRefsByPrefix(prefix);
    }

    /**
     * Moves a ref.
     *
     * @param expected the commit that the ref holds now; the zero id: the ref does not exist
     * @param next the commit that the ref shall hold; the zero id: the ref is deleted
     * @param reason what the reflog says
     * @return false if the ref holds another commit; then nothing is changed
     * @throws RefusedException of type Unsupported if another ref has a name above or below this one
     * @throws RepositoryBusyException if another process keeps the lock file of the ref for more than two seconds
     */
    public boolean swap(String name, ObjectId expected, ObjectId next, String reason) throws IOException {
        long deadlineNanos = System.nanoTime() + PATIENCE.toNanos();
        do {
            try (PreparedSwap swap = prepareAtOnce(name, expected, next, reason)) {
                if (!swap.isHeldUp) {
                    return swap.commit();
                }
            } catch (FileAlreadyExistsException packing) {
                // A git packs refs, and no ref is deleted meanwhile.
            }
        } while (awaitHolder(name, expected, deadlineNanos));
        return false;
    }

    /**
     * Pauses before the next attempt at a ref that another process has locked.
     *
     * @return false if the ref has moved meanwhile
     * @throws RepositoryBusyException if the deadline has passed
     */
    private boolean awaitHolder(String name, ObjectId expected, long deadlineNanos) throws IOException {
        if (!read(name).equals(expected)) {
            return false;
        }
        if (System.nanoTime() - deadlineNanos > 0) {
            throw new RepositoryBusyException(describeHolder(name));
        }
        LockRetryPause.pauseBriefly();
        return true;
    }

    /**
     * Takes the lock file of a ref and writes into it, so that several refs wait for the disk once: with the first that is
     * committed, what all of them shall hold is on the disk. The parameters and errors are those of {@link #swap}; no ref is
     * deleted so.
     *
     * @return to be committed, unless the ref is to stay, and closed
     */
    public PreparedSwap prepare(String name, ObjectId expected, ObjectId next, String reason) throws IOException {
        long deadlineNanos = System.nanoTime() + PATIENCE.toNanos();
        PreparedSwap swap = prepareAtOnce(name, expected, next, reason);
        while (swap.isHeldUp && awaitHolder(name, expected, deadlineNanos)) {
            swap = prepareAtOnce(name, expected, next, reason);
        }
        return swap;
    }

    /** @return moves nothing where another process has the lock file */
    private PreparedSwap prepareAtOnce(String name, ObjectId expected, ObjectId next, String reason)
            throws IOException {
        PreparedSwap swap = new PreparedSwap(name, expected, next, reason);
        try {
            swap.lock();
        } catch (FileAlreadyExistsException held) {
            swap.isHeldUp = true;
        } catch (IOException | RuntimeException | Error refused) {
            swap.close();
            throw refused;
        }
        return swap;
    }

    // The commit was there when it was decided on; a damaged disk has it no longer.
    private void requireCommit(ObjectId id) throws IOException {
        Path objects = repository.getCommonDirectory().toPath().resolve("objects");
        if (!ObjectLookup.finds(objects, id) && !repository.getObjectDatabase().has(id)) {
            throw new MissingObjectException(id, Constants.TYPE_COMMIT);
        }
    }

    /** Deletes a ref that is of no use any more. Where a lock file of another process is in the way, the next run does it. */
    public void deleteUnneeded(String name, ObjectId expected, String reason) throws IOException {
        try {
            swap(name, expected, ObjectId.zeroId(), reason);
        } catch (RepositoryBusyException held) {
            LOG.debug("{} stays until the next run: {}", name, held.getMessage());
        }
    }

    private String describeHolder(String name) {
        Path common = repository.getCommonDirectory().toPath();
        return OtherProcessLocks.describe(common.resolve(name + ".lock"), common.resolve("packed-refs.lock"))
                .orElse("another process keeps moving " + name + "; the next run tries again");
    }

    /** Whether there is a ref of that name. */
    public boolean exists(String name) throws IOException {
        refuseBrokenRef(name);
        return repository.getRefDatabase().exactRef(name) != null;
    }

    /**
     * When a ref was written at the latest: of one that git has packed, when it packed refs last. Empty where there is
     * neither file.
     */
    public Optional<Instant> findWritten(String name) throws IOException {
        Path folder = repository.getCommonDirectory().toPath();
        for (Path file : List.of(folder.resolve(name), folder.resolve("packed-refs"))) {
            try {
                return Optional.of(Files.getLastModifiedTime(file).toInstant());
            } catch (NoSuchFileException packed) {
                // It is in the other one.
            }
        }
        return Optional.empty();
    }

    /** A move of a ref whose lock file is held, with what the ref shall hold written into it. */
    public final class PreparedSwap implements AutoCloseable {
        private final String name;
        private final ObjectId expected;
        private final ObjectId next;
        private final String reason;
        private final DiskSync syncs = RefStore.this.syncs.get();
        private @Nullable GitLockFile lock;
        private boolean isHeldUp;
        private boolean isExpected;

        private PreparedSwap(String name, ObjectId expected, ObjectId next, String reason) {
            this.name = name;
            this.expected = expected;
            this.next = next;
            this.reason = reason;
        }

        private void lock() throws IOException {
            if (next.equals(expected)) {
                isExpected = read(name).equals(expected);
                return;
            }
            GitLockFile taken = files.lock(name);
            lock = taken;
            isExpected = read(name).equals(expected);
            if (!isExpected || next.equals(ObjectId.zeroId())) {
                return;
            }
            requireCommit(next);
            if (expected.equals(ObjectId.zeroId())) {
                files.refuseClash(name);
            }
            files.write(taken, next, syncs);
        }

        /**
         * Moves the ref.
         *
         * @return false if the ref held another commit; then nothing is changed
         */
        public boolean commit() throws IOException {
            if (lock == null || !isExpected) {
                // A ref that shall stay where it is needs no lock file.
                return isExpected;
            }
            if (next.equals(ObjectId.zeroId())) {
                files.delete(name);
            } else {
                files.log(name, expected, next, reason);
                files.commit(lock, name, syncs);
            }
            return true;
        }

        /** Gives the lock file back. */
        @Override
        public void close() throws IOException {
            try {
                if (lock != null) {
                    lock.close();
                }
            } finally {
                if (next.equals(ObjectId.zeroId())) {
                    files.deleteEmptyFolders(name);
                }
            }
        }
    }
}
