package dev.reconciler.git.signing;

import dev.reconciler.git.error.RefusedException;
import java.io.IOException;
import java.nio.file.Path;

/** Signs commits with one key. */
public interface CommitSigner {

    /**
     * Signs a commit. A second signature of the same commit may be another one: many formats hold the time.
     *
     * @param commit the whole commit without a signature
     * @param scratch a folder for files that are needed meanwhile; they may stay after a kill
     * @return the armored signature, its lines ended by line feeds
     * @throws RefusedException of type Unsupported if the key can't sign: it is not there, expired or locked, or its
     *     program is missing or gave no answer in a minute
     * @throws IOException if a file in the folder can't be written or read
     */
    String sign(byte[] commit, Path scratch) throws IOException;
}
