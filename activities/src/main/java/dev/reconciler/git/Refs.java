package dev.reconciler.git;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.RefUpdate;
import org.eclipse.jgit.lib.Repository;

/** Refs, moved by compare-and-swap only. */
public final class Refs {
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final Repository repository;

    /** The refs of that repository. */
    public Refs(Repository repository) {
        this.repository = repository;
    }

    /** What the ref holds, the zero id where there is none. */
    public ObjectId read(String name) throws IOException {
        Ref ref = repository.getRefDatabase().exactRef(name);
        ObjectId id = ref == null ? null : ref.getObjectId();
        return id == null ? ObjectId.zeroId() : id;
    }

    /** Everything below a prefix that ends with a slash. */
    public List<Ref> below(String prefix) throws IOException {
        return repository.getRefDatabase().getRefsByPrefix(prefix);
    }

    /**
     * Moves a ref.
     *
     * @param expected what it holds now; the zero id: it does not exist
     * @param next what it shall hold; the zero id: it is deleted
     * @return false if it holds something else, with nothing changed
     * @throws RepositoryBusyException if somebody else's lock on it stays
     */
    public boolean swap(String name, ObjectId expected, ObjectId next, String reason) throws IOException {
        Instant deadline = Instant.now().plus(PATIENCE);
        while (true) {
            RefUpdate.Result result = trySwap(name, expected, next, reason);
            switch (result) {
                case NEW, FORCED, FAST_FORWARD, NO_CHANGE -> {
                    return true;
                }
                case LOCK_FAILURE -> {
                    if (!read(name).equals(expected)) {
                        return false;
                    }
                    if (Instant.now().isAfter(deadline)) {
                        throw new RepositoryBusyException(busy(name));
                    }
                    Pause.briefly();
                }
                default -> throw new IOException("update of " + name + " to " + next.name() + ": " + result);
            }
        }
    }

    private RefUpdate.Result trySwap(String name, ObjectId expected, ObjectId next, String reason) throws IOException {
        RefUpdate update = repository.updateRef(name, true);
        update.setExpectedOldObjectId(expected);
        update.setForceUpdate(true);
        update.setRefLogMessage("reconciler: " + reason, false);
        if (next.equals(ObjectId.zeroId())) {
            // The library refuses to delete the checked-out branch before it looks at what the branch holds.
            return expected.equals(read(name)) ? delete(update, expected) : RefUpdate.Result.LOCK_FAILURE;
        }
        update.setNewObjectId(next);
        return update.update();
    }

    private static RefUpdate.Result delete(RefUpdate update, ObjectId expected) throws IOException {
        return expected.equals(ObjectId.zeroId()) ? RefUpdate.Result.NO_CHANGE : update.delete();
    }

    private String busy(String name) {
        Path common = repository.getCommonDirectory().toPath();
        return LockFiles.describe(common.resolve(name + ".lock"), common.resolve("packed-refs.lock"))
                .orElse("another process keeps moving " + name + "; the next run tries again");
    }

    /** Whether that ref exists. */
    public boolean exists(String name) throws IOException {
        return repository.getRefDatabase().exactRef(name) != null;
    }
}
