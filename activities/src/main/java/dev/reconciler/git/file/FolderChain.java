package dev.reconciler.git.file;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The folders of a tree from its root down to the one that was asked for last, each held open. Paths that are asked for
 * in their order are found with few calls, as neighbours have most of their folders in common.
 *
 * <p>A path is a list of names, and the depth of a folder the number of names that lead to it: the root has depth 0.
 */
public final class FolderChain implements AutoCloseable {
    private final List<SecureFolder> folders = new ArrayList<>();
    private final List<String> names = new ArrayList<>();

    /** A chain that has the root only. */
    public FolderChain(Path root) throws IOException {
        folders.add(SecureFolder.open(root));
    }

    /** Goes to the folder of that path, or to the last one on the way that is there and no link. */
    public SecureFolder descend(List<String> path) throws IOException {
        int common = 0;
        while (common < depth() && common < path.size() && names.get(common).equals(path.get(common))) {
            common++;
        }
        while (depth() > common) {
            leave();
        }
        while (depth() < path.size() && enter(path.get(depth()))) {
            // One folder further each time.
        }
        return deepest();
    }

    private boolean enter(String name) throws IOException {
        Optional<SecureFolder> child = deepest().openChild(name);
        child.ifPresent(folder -> {
            folders.add(folder);
            names.add(name);
        });
        return child.isPresent();
    }

    /** Goes up by one folder. */
    private void leave() throws IOException {
        names.remove(names.size() - 1);
        folders.remove(folders.size() - 1).close();
    }

    /** The depth of the folder that was reached. */
    public int depth() {
        return names.size();
    }

    /** The folder that was reached. */
    public SecureFolder deepest() {
        return at(depth());
    }

    /** A folder on the way to the one that was reached. */
    public SecureFolder at(int depth) {
        return folders.get(depth);
    }

    /** Deletes the folder that was reached, and those above it, as long as nothing is in them. */
    public void deleteEmptyFolders() throws IOException {
        while (depth() > 0) {
            try {
                at(depth() - 1).deleteFolder(names.get(depth() - 1));
            } catch (IOException used) {
                // Something is in the folder, or a volume is mounted on it: as git's try_remove_empty_parents, which
                // does not ask why either.
                return;
            }
            leave();
        }
    }

    @Override
    public void close() throws IOException {
        while (depth() > 0) {
            leave();
        }
        folders.remove(0).close();
    }
}
