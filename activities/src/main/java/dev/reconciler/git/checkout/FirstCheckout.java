package dev.reconciler.git.checkout;

import dev.reconciler.git.error.RefusedException;
import dev.reconciler.git.lock.JournaledLockFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;

/** Fills the work tree of a new clone. It is in a folder that is nobody else's, so nothing can be in the way. */
public final class FirstCheckout {
    private FirstCheckout() {}

    /** @throws RefusedException of type Unsupported if a file can't be checked out without risk, with nothing written */
    public static void checkOut(Repository git, Path root, ObjectId commit) throws IOException {
        List<PathChange> changes = new CheckoutDifference(git).between(null, commit);
        WorkTreeFiles files = new WorkTreeFiles(git, root, git.getDirectory().toPath());
        try (IndexFile index = IndexFile.lock(git, JournaledLockFiles.UNNOTED)) {
            for (PathChange change : changes) {
                files.write(change.path(), change.to());
            }
            index.prepare(changes, files);
            index.commit();
        }
    }
}
