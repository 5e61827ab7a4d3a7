package dev.reconciler.git.lock;

import dev.reconciler.git.file.DiskSync;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.jspecify.annotations.Nullable;

/**
 * A lock file of git that this process holds: {@code X.lock}, beside the file {@code X} that nobody else writes meanwhile.
 * The new content of {@code X} is written into it, and then gets the name {@code X}.
 */
public final class GitLockFile implements AutoCloseable {
    private final Path lock;
    private final LockFileProof proof;
    private boolean isHeld = true;
    private @Nullable DiskSync gatheredBy;

    GitLockFile(Path lock, LockFileProof proof) {
        this.lock = lock;
        this.proof = proof;
    }

    /**
     * Takes a lock file in a repository that no other process can use yet.
     *
     * @throws java.nio.file.FileAlreadyExistsException if it is there
     */
    public static GitLockFile takeUnproved(Path lock) throws IOException {
        return take(lock, () -> {});
    }

    /** Makes the lock file, of which the proof is there already. */
    static GitLockFile take(Path lock, LockFileProof proof) throws IOException {
        return new GitLockFile(Files.createFile(lock), proof);
    }

    /** The lock file. */
    public Path path() {
        return lock;
    }

    /** Opens the lock file for the new content. */
    public OutputStream openForContent() throws IOException {
        proof.renew();
        // Not a channel: an interrupt of the thread would close it.
        return new FileOutputStream(lock.toFile());
    }

    /** Replaces the content of the lock file. */
    public void write(byte[] content) throws IOException {
        try (OutputStream out = openForContent()) {
            out.write(content);
        }
    }

    /** Lets what was written be on the disk with the next flush, so that the files of several locks wait for one. */
    public void syncWith(DiskSync syncs) {
        syncs.add(lock);
        gatheredBy = syncs;
    }

    /**
     * Makes what was written the content of the file, in one rename, and gives the lock back. The bytes are on the disk
     * before, and with them all that the syncs had been given; the name is with their next flush.
     *
     * @throws IOException if the disk refuses; the old content stays
     */
    public void commit(Path file, DiskSync syncs) throws IOException {
        if (syncs != gatheredBy) {
            syncWith(syncs);
        }
        // A name that reaches the disk before the bytes leads to an empty file after a power cut.
        if (syncs.isPending(lock)) {
            syncs.flush();
        }
        Files.move(lock, file, StandardCopyOption.ATOMIC_MOVE);
        isHeld = false;
        syncs.addName(file);
    }

    /** Gives the lock back; without {@link #commit}, the file stays as it was. */
    @Override
    public void close() throws IOException {
        if (isHeld) {
            Files.deleteIfExists(lock);
            proof.noteRemoval();
            isHeld = false;
        }
        proof.close();
    }

    /** What proves to the next holder of the repository's lock that a lock file is this program's. */
    interface LockFileProof extends AutoCloseable {
        /** Renews the proof right before the lock file is written. */
        default void renew() throws IOException {}

        /** Called where the lock file was removed, and became the content of no file. */
        default void noteRemoval() {}

        /** Takes the proof back: the lock file is not this program's any more. */
        @Override
        void close() throws IOException;
    }
}
