package dev.reconciler.git.replay;

import java.io.IOException;
import org.eclipse.jgit.lib.ObjectId;

/** Makes a finished commit of the bytes that a replay has put together: signed, or as they are. */
public interface CommitSealer {
    /** Leaves every commit unsigned. */
    CommitSealer UNSIGNED = (original, commit) -> commit;

    /**
     * Answers the commit to write.
     *
     * @param original the commit that is replayed
     * @param commit its twin without a signature
     * @throws IOException if an object or a file can't be read or written
     */
    byte[] seal(ObjectId original, byte[] commit) throws IOException;
}
