package dev.reconciler.git.checkout;

import dev.reconciler.git.error.RefusedException;
import dev.reconciler.git.file.DiskSync;
import dev.reconciler.git.index.FileStat;
import dev.reconciler.git.index.IndexEdit;
import dev.reconciler.git.index.IndexWriter;
import dev.reconciler.git.index.StagedPaths;
import dev.reconciler.git.lock.GitLockFile;
import dev.reconciler.git.tree.BytePath;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jgit.lib.FileMode;
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
        // The clone is synced as a whole.
        DiskSync unused = new DiskSync();
        try (WorkTreeFiles files = new WorkTreeFiles(git, root, true, unused, Set.of());
                IndexFile index = IndexFile.lock(git, GitLockFile::takeUnproved);
                WorkTreeWriter writer = files.openFirstWriter()) {
            for (PathChange change : changes) {
                writer.writeNew(change);
            }
            writer.finish();
            DiskSync ofIndex = new DiskSync();
            index.prepare(changes, files, ofIndex);
            index.commit(ofIndex);
        }
    }

    /**
     * Brings the index along where the files and folders at the top of a new work tree were moved, one by one: that is a
     * change of each of them, and {@code git diff-index} would call the files modified. Killed meanwhile, the run leaves
     * the old index, and the next one brings it along.
     */
    public static void renewStats(Path gitDir, Path root) throws IOException {
        Path index = gitDir.resolve("index");
        Optional<StagedPaths> staged = StagedPaths.read(index);
        if (staged.isEmpty()) {
            return;
        }
        List<IndexEdit> edits = new ArrayList<>();
        for (int entry = 0; entry < staged.get().size(); entry++) {
            BytePath path = new BytePath(staged.get().path(entry));
            if (path.parent().isRoot()) {
                edits.add(newEdit(staged.get(), entry, path, FileStat.read(root.resolve(path.toString()))));
            }
        }
        Path fresh = index.resolveSibling("index.new");
        try (OutputStream out = Files.newOutputStream(fresh)) {
            // No person has edited a file yet: nobody knows of the clone.
            new IndexWriter(staged.get(), edits, (old, entry) -> true).write(out, false);
        }
        Files.setAttribute(fresh, "unix:mode", Files.getAttribute(index, "unix:mode"));
        // A name is on the disk before its bytes may be: a power cut would leave an index that nobody can read.
        DiskSync.force(fresh);
        Files.move(fresh, index, StandardCopyOption.ATOMIC_MOVE);
        // The folder is in its place from the next step on, where nobody would look for the fresh one.
        DiskSync.force(gitDir);
    }

    private static IndexEdit newEdit(StagedPaths staged, int entry, BytePath path, FileStat stat) {
        return new IndexEdit(
                path, new IndexEdit.StagedFile(FileMode.fromBits(staged.mode(entry)), staged.id(entry), stat));
    }
}
