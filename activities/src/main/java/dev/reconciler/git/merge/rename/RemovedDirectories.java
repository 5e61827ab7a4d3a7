package dev.reconciler.git.merge.rename;

import dev.reconciler.git.tree.BytePath;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The directories that one side has no longer and that the other side added files to. Where they went decides where
 * those files belong.
 */
public final class RemovedDirectories {
    private final Set<BytePath> grown = new HashSet<>();
    private final Set<BytePath> receiving = new HashSet<>();
    private final List<BytePath> added = new ArrayList<>();

    /** How much it matters where a directory went. */
    enum DirectoryRelevance {
        NONE,
        /** Something above it was added to. */
        FOR_ANCESTOR,
        /** A file was added right there. */
        FOR_ITSELF
    }

    public void grow(BytePath directory, List<BytePath> files, List<BytePath> folders) {
        grown.add(directory);
        if (!files.isEmpty()) {
            receiving.add(directory);
        }
        added.addAll(files);
        added.addAll(folders);
    }

    /** What the other side added, files and whole directories. */
    public List<BytePath> added() {
        return added;
    }

    /** Whether it matters for the added files where a file from that path went. */
    public boolean isAround(BytePath path) {
        for (BytePath above = path; !above.isRoot(); above = above.parent()) {
            if (grown.contains(above.parent())) {
                return true;
            }
        }
        return false;
    }

    DirectoryRelevance relevanceOf(BytePath directory) {
        if (receiving.contains(directory)) {
            return DirectoryRelevance.FOR_ITSELF;
        }
        return isAround(directory) ? DirectoryRelevance.FOR_ANCESTOR : DirectoryRelevance.NONE;
    }
}
