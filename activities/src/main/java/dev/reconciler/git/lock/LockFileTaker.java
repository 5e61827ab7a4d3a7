package dev.reconciler.git.lock;

import dev.reconciler.git.file.SharedPermissions;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.util.Optional;

/** Takes lock files of git in such a way that the next holder of the repository's lock knows them for this program's. */
final class LockFileTaker {
    private final Path commonDir;
    private final SharedPermissions permissions;
    private final LinkedLockFiles linked;
    private final LockFileJournal journal;

    private LockFileTaker(
            Path commonDir, SharedPermissions permissions, LinkedLockFiles linked, LockFileJournal journal) {
        this.commonDir = commonDir;
        this.permissions = permissions;
        this.linked = linked;
        this.journal = journal;
    }

    /**
     * Removes what a killed holder left. The caller holds the repository's lock.
     *
     * @param commonDir without links in its path
     */
    static LockFileTaker begin(Path commonDir, SharedPermissions permissions) throws IOException {
        return new LockFileTaker(
                commonDir,
                permissions,
                LinkedLockFiles.begin(commonDir, permissions),
                LockFileJournal.begin(commonDir, permissions));
    }

    GitLockFile take(Path lock) throws IOException {
        Optional<GitLockFile> taken = linked.take(lock);
        return taken.isPresent() ? taken.get() : takeAnnounced(lock);
    }

    GitLockFile takeOrAdopt(Path lock) throws IOException {
        try {
            return take(lock);
        } catch (FileAlreadyExistsException held) {
            return linked.adopt(lock).orElseThrow(() -> held);
        }
    }

    private GitLockFile takeAnnounced(Path lock) throws IOException {
        GitLockFile.LockFileProof proof = journal.announce(relativize(lock).toString());
        try {
            // Killed right after this, the run leaves a lock file that the journal has already.
            GitLockFile taken = GitLockFile.take(lock, proof);
            permissions.adjust(lock);
            return taken;
        } catch (IOException refused) {
            proof.close();
            throw refused;
        }
    }

    private Path relativize(Path lock) throws IOException {
        Path parent = lock.getParent();
        Path name = lock.getFileName();
        return parent == null || name == null
                ? lock
                : commonDir.relativize(parent.toRealPath()).resolve(name);
    }

    boolean isLeft(Path lock) throws IOException {
        return linked.isLeft(lock);
    }

    boolean hasUnadopted() {
        return linked.hasUnadopted();
    }

    void removeUnadopted() throws IOException {
        linked.removeUnadopted();
    }

    void end() throws IOException {
        try {
            linked.end();
        } finally {
            journal.end();
        }
    }
}
