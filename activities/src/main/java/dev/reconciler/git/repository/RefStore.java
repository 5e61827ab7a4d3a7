package dev.reconciler.git.repository;

import dev.reconciler.git.discovery.SymbolicRefs;
import dev.reconciler.git.error.RefusedException;
import dev.reconciler.git.error.RepositoryBusyException;
import dev.reconciler.git.file.SharedPermissions;
import dev.reconciler.git.history.ObjectLookup;
import dev.reconciler.git.lock.LockRetryPause;
import dev.reconciler.git.lock.OtherProcessLocks;
import dev.reconciler.git.lock.TakenLockFiles;
import dev.reconciler.model.ErrorType;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.eclipse.jgit.errors.LockFailedException;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.internal.storage.file.RefDirectory;
import org.eclipse.jgit.internal.storage.file.ReflogWriter;
import org.eclipse.jgit.lib.AnyObjectId;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.RefUpdate;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevObject;
import org.eclipse.jgit.revwalk.RevWalk;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The refs of a repository, which move by compare-and-swap only: a ref that another process has moved meanwhile stays.
 *
 * <p>Git's own lock file of the ref makes the swap safe against git; while the {@link
 * dev.reconciler.git.lock.RepositoryLock} is held, the lock files are in its journal, so that the next run removes them
 * after a kill.
 */
public final class RefStore {
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final Pattern WHOLE = Pattern.compile("[0-9a-fA-F]{40}(\\s.*)?", Pattern.DOTALL);
    private static final Set<RefUpdate.Result> MOVED =
            Set.of(RefUpdate.Result.NEW, RefUpdate.Result.FORCED, RefUpdate.Result.FAST_FORWARD);
    private static final Logger LOG = LoggerFactory.getLogger(RefStore.class);

    private final Repository repository;
    private final LockFileAnnouncer journal;

    RefStore(Repository repository, LockFileAnnouncer notes) {
        this.repository = repository;
        this.journal = notes;
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
        if (!Files.isRegularFile(file)) {
            return;
        }
        String text = Files.readString(file, StandardCharsets.ISO_8859_1);
        if (!text.startsWith("ref:") && !WHOLE.matcher(text).matches()) {
            throw new RefusedException(
                    ErrorType.REPOSITORY_CORRUPT,
                    file + " is broken: it names no commit; git reflog and git fsck --lost-found tell what it held, and"
                            + " git update-ref writes it");
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
     * @throws RepositoryBusyException if another process keeps the lock file of the ref for more than two seconds
     */
    public boolean swap(String name, ObjectId expected, ObjectId next, String reason) throws IOException {
        Instant deadline = Instant.now().plus(PATIENCE);
        while (true) {
            RefUpdate.Result result = swapJournaled(name, expected, next, reason);
            switch (result) {
                case NEW, FORCED, FAST_FORWARD, NO_CHANGE -> {
                    return true;
                }
                case LOCK_FAILURE -> {
                    // A lock file in the way, or a ref that holds another commit: the library says the same of both.
                    if (!read(name).equals(expected)) {
                        return false;
                    }
                    if (Instant.now().isAfter(deadline)) {
                        throw new RepositoryBusyException(describeHolder(name));
                    }
                    LockRetryPause.pauseBriefly();
                }
                // The commit was there when it was decided on; a damaged disk has it no longer.
                case REJECTED_MISSING_OBJECT -> throw new MissingObjectException(next, Constants.TYPE_COMMIT);
                default -> throw new IOException("update of " + name + " to " + next.name() + ": " + result);
            }
        }
    }

    // A deletion may have to take the ref out of packed-refs as well.
    private RefUpdate.Result swapJournaled(String name, ObjectId expected, ObjectId next, String reason)
            throws IOException {
        try (TakenLockFiles lock = journal.recordLocks(name + ".lock", "packed-refs.lock")) {
            return swapWithPermissions(name, expected, next, reason);
        } catch (LockFailedException held) {
            return RefUpdate.Result.LOCK_FAILURE;
        }
    }

    // The library makes a ref, its reflog and the folders of both as the umask says.
    private RefUpdate.Result swapWithPermissions(String name, ObjectId expected, ObjectId next, String reason)
            throws IOException {
        SharedPermissions permissions = SharedPermissions.of(repository.getConfig());
        Path common = repository.getCommonDirectory().toPath();
        List<Path> written = new ArrayList<>(List.of(
                common.resolve(name),
                common.resolve("logs").resolve(name),
                common.resolve("packed-refs"),
                repository.getDirectory().toPath().resolve("logs/HEAD")));
        for (Path file : List.copyOf(written)) {
            written.addAll(permissions.listMissingFolders(file));
        }
        RefUpdate.Result result = trySwap(name, expected, next, reason);
        for (Path file : written) {
            permissions.adjustIfOurs(file);
        }
        return result;
    }

    /** Deletes a ref that is of no use any more. Where a lock file of another process is in the way, the next run does it. */
    public void deleteUnneeded(String name, ObjectId expected, String reason) throws IOException {
        try {
            swap(name, expected, ObjectId.zeroId(), reason);
        } catch (RepositoryBusyException held) {
            LOG.debug("{} stays until the next run: {}", name, held.getMessage());
        }
    }

    private RefUpdate.Result trySwap(String name, ObjectId expected, ObjectId next, String reason) throws IOException {
        RefUpdate update = repository.updateRef(name, true);
        update.setExpectedOldObjectId(expected);
        update.setForceUpdate(true);
        update.setRefLogMessage("reconciler: " + reason, false);
        try (RevWalk walk = new ExistenceWalk(repository)) {
            if (next.equals(ObjectId.zeroId())) {
                // The library refuses to delete the checked-out branch before it looks at the commit that the branch
                // holds.
                return expected.equals(read(name)) ? deleteRef(update, expected, walk) : RefUpdate.Result.LOCK_FAILURE;
            }
            update.setNewObjectId(next);
            RefUpdate.Result result = update.update(walk);
            if (MOVED.contains(result)) {
                recordOnHead(update);
            }
            return result;
        }
    }

    // As git's files_transaction_prepare: where HEAD is on the ref it has moved too, and its reflog says so. Without
    // the line, HEAD@{1} would name a commit of long ago.
    private void recordOnHead(RefUpdate update) throws IOException {
        Path gitDir = repository.getDirectory().toPath();
        Path common = repository.getCommonDirectory().toPath();
        boolean isCurrent = update.getName().startsWith(Constants.R_HEADS)
                && SymbolicRefs.resolveHead(gitDir, common).equals(Optional.of(update.getName()));
        if (isCurrent && repository.getRefDatabase() instanceof RefDirectory refs) {
            ObjectId from = update.getOldObjectId();
            new ReflogWriter(refs)
                    .log(
                            Constants.HEAD,
                            from == null ? ObjectId.zeroId() : from,
                            update.getNewObjectId(),
                            new PersonIdent(repository),
                            update.getRefLogMessage());
        }
    }

    private static RefUpdate.Result deleteRef(RefUpdate update, ObjectId expected, RevWalk walk) throws IOException {
        return expected.equals(ObjectId.zeroId()) ? RefUpdate.Result.NO_CHANGE : update.delete(walk);
    }

    private String describeHolder(String name) {
        Path common = repository.getCommonDirectory().toPath();
        return OtherProcessLocks.describe(common.resolve(name + ".lock"), common.resolve("packed-refs.lock"))
                .orElse("another process keeps moving " + name + "; the next run tries again");
    }

    /** Whether there is a ref of that name. */
    public boolean exists(String name) throws IOException {
        return repository.getRefDatabase().exactRef(name) != null;
    }

    /** Records, right before this process takes lock files of git, which ones they are. */
    interface LockFileAnnouncer {
        TakenLockFiles recordLocks(String... locks) throws IOException;
    }

    /**
     * A walk that answers whether a commit is there by {@link ObjectLookup}. An update asks nothing else of a commit, and
     * the library would read all of a pack's index for that.
     */
    private static final class ExistenceWalk extends RevWalk {
        private final Path objects;

        ExistenceWalk(Repository repository) {
            super(repository);
            this.objects = repository.getCommonDirectory().toPath().resolve("objects");
        }

        @Override
        public RevObject parseAny(AnyObjectId id) throws IOException {
            return ObjectLookup.finds(objects, id.toObjectId()) ? lookupCommit(id) : super.parseAny(id);
        }
    }
}
