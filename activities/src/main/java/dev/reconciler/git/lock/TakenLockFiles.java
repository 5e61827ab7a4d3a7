package dev.reconciler.git.lock;

import java.io.IOException;

/**
 * Lock files of git that the {@link LockFileJournal} lists as this program's, from right before this process takes them
 * until this process has given them back.
 */
public interface TakenLockFiles extends AutoCloseable {
    /** For a repository that no other process can use yet: nothing is written. */
    TakenLockFiles UNJOURNALED = new TakenLockFiles() {
        @Override
        public void recordAgain() {}

        @Override
        public void close() {}
    };

    /** Records that this process is about to write the lock files again: their time on the disk will be a later one. */
    void recordAgain() throws IOException;

    @Override
    void close() throws IOException;
}
