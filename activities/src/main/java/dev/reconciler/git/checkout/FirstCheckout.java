package dev.reconciler.git.checkout;

import dev.reconciler.git.error.RefusedException;
import dev.reconciler.git.lock.TakenLockFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;

/** Fills the work tree of a new clone. No other process knows the clone's folder yet, so no file can be in the way. */
public final class FirstCheckout {
    private FirstCheckout() {}

    /**
     * Writes the files of a commit, and the index.
     *
     * @throws RefusedException of type Unsupported if a file can't be checked out without risk, with nothing written
     */
    public static void checkOut(Repository git, Path root, ObjectId commit) throws IOException {
        List<PathChange> changes = new CheckoutDifference(git, true).between(null, commit);
        // No note and no order that a kill would need: a clone that was not finished is deleted and made anew.
        try (WorkTreeFiles files = new WorkTreeFiles(git, root, true);
                IndexFile index = IndexFile.lock(git, TakenLockFiles.UNJOURNALED);
                WorkTreeWriter writer = files.openFirstWriter()) {
            for (PathChange change : changes) {
                writer.writeNew(change);
            }
            writer.finish();
            index.prepare(changes, files);
            index.commit();
        }
    }
}
