package dev.reconciler.git.repository;

import dev.reconciler.git.error.RepositoryBusyException;
import dev.reconciler.git.lock.GitLockFile;
import dev.reconciler.git.lock.OtherProcessLocks;
import dev.reconciler.git.lock.RepositoryLock;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import org.eclipse.jgit.lib.ObjectId;

/**
 * The commits of a shallow clone that lack their parents: git's file {@code shallow}.
 *
 * <p>The library removes the file before the first missing object has come. Killed or cut off then, it leaves a clone that
 * git takes for a broken one. So it works in memory, and git's own file goes under git's lock, once all is there.
 */
public final class ShallowBoundary {
    private static final String FILE = "shallow";

    private final DataRepository repository;
    private final Path file;
    private byte[] held = {};

    /** The boundary of that repository. */
    public ShallowBoundary(DataRepository repository) {
        this.repository = repository;
        this.file = repository.directory().commonDir().resolve(FILE);
    }

    /** @throws RepositoryBusyException if a git process is about to write the file */
    public void refuseLocked() {
        OtherProcessLocks.describe(lockFile()).ifPresent(held -> {
            throw new RepositoryBusyException(held);
        });
    }

    private Path lockFile() {
        return file.resolveSibling(FILE + ".lock");
    }

    /** Lets the library work in memory from now on, until the repository is closed. */
    public void hold() throws IOException {
        held = Files.readAllBytes(file);
        repository.holdBoundary();
    }

    /** The commits that lack their parents, as far as the library knows. */
    public Set<ObjectId> list() throws IOException {
        return repository.git().getObjectDatabase().getShallowCommits();
    }

    /**
     * Removes git's file, once every commit has its parents.
     *
     * @throws RepositoryBusyException if a git process has written the file since it was read, or is about to
     */
    public void remove() throws IOException {
        try (RepositoryLock lock = repository.lock();
                GitLockFile taken = lock.take(lockFile())) {
            if (!Arrays.equals(Files.readAllBytes(file), held)) {
                throw new RepositoryBusyException(file + " was changed by another process at this moment");
            }
            // The history is on the disk, with its name, before git looks for it.
            Files.delete(file);
            repository.syncs().addName(file);
        } catch (FileAlreadyExistsException held) {
            refuseLocked();
            throw new RepositoryBusyException(lockFile() + " was held for a moment; the next run tries again");
        }
    }
}
