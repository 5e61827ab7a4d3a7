package dev.reconciler.git.clone;

import dev.reconciler.git.checkout.FirstCheckout;
import dev.reconciler.git.discovery.GitDirectory;
import dev.reconciler.git.error.RefusedException;
import dev.reconciler.git.error.RemoteUnavailableException;
import dev.reconciler.git.error.RepositoryBusyException;
import dev.reconciler.git.file.DiskSync;
import dev.reconciler.git.file.PathPresence;
import dev.reconciler.git.file.SharedPermissions;
import dev.reconciler.git.lock.RepositoryLock;
import dev.reconciler.git.remote.GitRemote;
import dev.reconciler.git.remote.transport.Deadline;
import dev.reconciler.git.remote.transport.RemoteUrls;
import dev.reconciler.git.repository.RepositorySettings;
import dev.reconciler.model.ErrorType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/**
 * Makes a clone where there is none: whole, in a folder of this program, its stage, then moved into place.
 *
 * <p>The stage is beside the path, and the clone in it takes the path's name by one rename. Where the path exists
 * already, as an empty mount point does, the stage is inside it, and the clone is moved out of it entry by entry, HEAD
 * or {@code .git} last. Before the last entry git sees no clone there, and the next run takes over.
 */
public final class FirstClone {
    private final RepositorySettings settings;
    private final GitRemote remote;
    private final boolean tellsApplication;

    /**
     * A clone for those settings from that remote.
     *
     * @param tellsApplication whether the application has to be told of it
     */
    public FirstClone(RepositorySettings settings, GitRemote remote, boolean tellsApplication) {
        this.settings = settings;
        this.remote = remote;
        this.tellsApplication = tellsApplication;
    }

    /**
     * Makes the clone, with its full history.
     *
     * @return false if another process has made one meanwhile
     * @throws RemoteUnavailableException if another run makes the clone at this moment
     * @throws RefusedException if the remote or its branch is not there, or a file can't be checked out without risk
     */
    public boolean make(Deadline deadline) throws IOException {
        // A branch or remote that is not there is refused here, before the first folder is made.
        remote.readBranch(deadline);
        Path stage = PathPresence.isFolder(settings.path())
                ? GitDirectory.stageIn(settings.path())
                : resolveStageBeside(settings.path());
        try (RepositoryLock lock = lockStage(stage)) {
            // Looked at under the lock: another run may have made the clone while this one waited.
            boolean isMade = GitDirectory.find(settings.path()).isEmpty();
            if (isMade) {
                Path clone = stage.resolve("clone");
                fillStage(stage, clone, deadline);
                isMade = moveIntoPlace(clone);
            }
            // Killed before this, the run leaves a stage beside or in a clone that is in its place: sweep removes it.
            FolderTree.delete(stage);
            return isMade;
        }
    }

    /** Whether this program made a clone, for whichever branch. */
    public static boolean hasMade(GitDirectory directory) throws IOException {
        return PathPresence.isThere(directory.commonDir().resolve(CloneStage.MADE));
    }

    /** Removes the stage that a run which was killed at its very end left beside or in the clone. */
    public static void sweep(RepositorySettings settings) throws IOException {
        for (Path stage : List.of(GitDirectory.stageIn(settings.path()), resolveStageBeside(settings.path()))) {
            if (PathPresence.isThere(stage)) {
                try (RepositoryLock lock = lockStage(stage)) {
                    FolderTree.delete(stage);
                }
            }
        }
    }

    private static RepositoryLock lockStage(Path stage) throws IOException {
        while (true) {
            Files.createDirectories(stage);
            try {
                return RepositoryLock.acquire(stage, SharedPermissions.OF_UMASK);
            } catch (NoSuchFileException removed) {
                // Another process has removed the stage between the two lines, as it does once its clone is in place.
                Thread.onSpinWait();
            } catch (RepositoryBusyException held) {
                throw new RemoteUnavailableException("another run makes the clone (" + stage + ")", held);
            }
        }
    }

    private static Path resolveStageBeside(Path path) throws IOException {
        Path parent = path.getParent();
        if (parent == null) {
            throw new RefusedException(ErrorType.CONFIGURATION, "path: '" + path + "' (expected: a folder below /)");
        }
        Files.createDirectories(parent);
        return parent.resolve("." + path.getFileName() + GitDirectory.STAGE);
    }

    /** Makes the clone in its stage, unless a run that was killed had made it whole. */
    private void fillStage(Path stage, Path clone, Deadline deadline) throws IOException {
        Path whole = stage.resolve(GitDirectory.WHOLE);
        if (PathPresence.isThere(whole)) {
            return;
        }
        // Killed from here on, the run leaves a stage without the mark `whole`: the next run deletes the clone in it
        // and makes it anew. The mark comes last, so a clone with the mark needs no second look.
        try {
            FolderTree.delete(clone);
            new CloneStage(settings.withPath(clone), remote).fill(deadline, tellsApplication);
            // A clone with the mark is on the disk with all that is in it.
            DiskSync.forceTree(clone);
            Path folder = whole.resolveSibling(".").normalize();
            Files.createDirectories(folder);
            Files.createFile(whole);
            DiskSync.force(folder);
            DiskSync.force(stage);
        } catch (RefusedException refused) {
            FolderTree.delete(stage);
            throw nameConfiguredPath(refused, clone, settings);
        } catch (IOException | RuntimeException failed) {
            FolderTree.delete(stage);
            throw failed;
        }
    }

    /** A person knows the path and the remote of the configuration, and the stage is gone by then. */
    static RefusedException nameConfiguredPath(RefusedException refused, Path stage, RepositorySettings settings) {
        String message = String.valueOf(refused.getMessage());
        if (!message.contains(stage.toString())) {
            return refused;
        }
        return new RefusedException(
                refused.type(),
                "the clone of " + RemoteUrls.withoutSecrets(settings.remoteUrl())
                        + " could not be made, and nothing of it was left: "
                        + message.replace(stage.toString(), settings.path().toString()),
                refused);
    }

    /** @return false if a run that was killed had moved all of it; the application may be at work there since */
    private boolean moveIntoPlace(Path clone) throws IOException {
        // Nothing is at the path: one rename, and a kill leaves the clone in its stage or in its place.
        if (!PathPresence.isThere(settings.path())) {
            Files.move(clone, settings.path(), StandardCopyOption.ATOMIC_MOVE);
            // Before the stage is deleted: after a power cut the clone is here or there.
            DiskSync.force(settings.path().resolveSibling(".").normalize());
            return true;
        }
        Path last = clone.resolve(settings.bare() ? "HEAD" : ".git");
        if (!PathPresence.isThere(last)) {
            return false;
        }
        // The entries that a killed run has moved already are no longer in the stage, so this run moves the others.
        for (Path entry : FolderTree.listEntries(clone)) {
            if (!entry.equals(last)) {
                moveEntry(entry);
            }
        }
        if (!settings.bare()) {
            FirstCheckout.renewStats(last, settings.path());
        }
        DiskSync.force(settings.path());
        moveEntry(last);
        DiskSync.force(settings.path());
        return true;
    }

    private void moveEntry(Path entry) throws IOException {
        Files.move(entry, settings.path().resolve(entry.getFileName()), StandardCopyOption.ATOMIC_MOVE);
    }
}
