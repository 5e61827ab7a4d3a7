package dev.reconciler.git.lock;

import java.io.IOException;

/** A lock file of git's that is noted as ours, from right before it is taken until it is given back. */
public interface JournaledLockFiles extends AutoCloseable {
    /** For a repository that is nobody else's yet. */
    JournaledLockFiles UNNOTED = new JournaledLockFiles() {
        @Override
        public void renew() {}

        @Override
        public void close() {}
    };

    /** Says that the file is about to be written again. */
    void renew() throws IOException;

    @Override
    void close() throws IOException;
}
