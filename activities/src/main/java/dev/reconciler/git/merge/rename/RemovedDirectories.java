package dev.reconciler.git.merge.rename;

import dev.reconciler.git.tree.BytePath;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The directories that one side removed and that the other side added files to: {@code dirs_removed} of git's
 * {@code merge-ort.c}. {@link DirectoryRenames} tell where such a directory went, and so where the added files belong.
 *
 * <p>An example: ours moved {@code d/f} to {@code e/f}, so that there is no d, and theirs added {@code d/new}. Theirs did
 * not know of the move: {@code d/new} belongs in e.
 */
public final class RemovedDirectories {
    private final Set<BytePath> grown = new HashSet<>();
    private final Set<BytePath> receiving = new HashSet<>();
    private final List<BytePath> added = new ArrayList<>();

    /**
     * Records what the other side added right in a removed directory.
     *
     * @param directory the removed directory, which was added to itself or is below one that was
     * @param files the paths of the added files
     * @param folders the paths of the added directories
     */
    public void recordAdded(BytePath directory, List<BytePath> files, List<BytePath> folders) {
        grown.add(directory);
        if (!files.isEmpty()) {
            receiving.add(directory);
        }
        added.addAll(files);
        added.addAll(folders);
    }

    /** Answers what the other side added, files and whole directories. */
    public List<BytePath> added() {
        return added;
    }

    /** Tells whether it matters for the added files where a file from that path went. */
    public boolean isBelowGrown(BytePath path) {
        // With d added to, d/f and d/s/g matter: each of them votes for the new place of d, or of d/s below it.
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
        return isBelowGrown(directory) ? DirectoryRelevance.FOR_ANCESTOR : DirectoryRelevance.NONE;
    }

    /** How much it matters where a directory went: git's RELEVANT_FOR_SELF and its like. */
    enum DirectoryRelevance {
        /** The other side added nothing to the directory, nor above it. */
        NONE,
        /** The other side added a file to a directory above this one. */
        FOR_ANCESTOR,
        /** The other side added a file right in this directory. */
        FOR_ITSELF
    }
}
