package dev.reconciler.git.replay;

import dev.reconciler.git.tree.TreeDiff;
import dev.reconciler.git.tree.TreeEntry;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.Repository;

/**
 * Finds out whether the files that own commits bring can be sent to the remote. A merge takes the file that one side
 * added by its id and does not read it: without this look its damage would show at the push, when the branch has moved.
 */
final class OwnContents {
    private final ObjectReader reader;
    private final Path looseObjects;
    /** Whether there are loose objects that begin with these two digits: mostly there are not. */
    private final Map<String, Boolean> folders = new HashMap<>();

    OwnContents(ObjectReader reader, Repository repository) {
        this.reader = reader;
        this.looseObjects = repository.getCommonDirectory().toPath().resolve("objects");
    }

    /** @throws IOException if a file that a commit adds or changes is missing or can't be read */
    void check(List<TreeDiff.FileChange> changes) throws IOException {
        for (TreeDiff.FileChange change : changes) {
            TreeEntry after = change.after();
            // The commit of a submodule is in another repository.
            if (after != null && !after.isGitlink()) {
                checkBlob(after.id());
            }
        }
    }

    private void checkBlob(ObjectId id) throws IOException {
        // What the application has just committed is loose, in a file that a power cut leaves empty or cut short. A
        // pack has been read through by the git that made it.
        if (isLoose(id.name())) {
            try (InputStream content = reader.open(id, Constants.OBJ_BLOB).openStream()) {
                content.transferTo(OutputStream.nullOutputStream());
            }
        } else if (!reader.has(id)) {
            throw new MissingObjectException(id, Constants.TYPE_BLOB);
        }
    }

    private boolean isLoose(String id) {
        String beginning = id.substring(0, 2);
        return folders.computeIfAbsent(beginning, name -> Files.exists(looseObjects.resolve(name)))
                && Files.exists(looseObjects.resolve(beginning).resolve(id.substring(2)));
    }
}
