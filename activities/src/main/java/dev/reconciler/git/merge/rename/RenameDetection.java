package dev.reconciler.git.merge.rename;

import dev.reconciler.git.tree.BytePath;
import dev.reconciler.git.tree.ReplayObjects;
import dev.reconciler.git.tree.TreeDiff;
import dev.reconciler.git.tree.TreeEntry;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;
import org.eclipse.jgit.lib.ObjectId;
import org.jspecify.annotations.Nullable;

/**
 * The renames of one side: first what moved unchanged, then what kept its name in another directory, then the most alike
 * of the rest.
 */
public final class RenameDetection {
    private static final ObjectId EMPTY_FILE = ObjectId.fromString("e69de29bb2d1d6434b8b29ae775ad8c2e48c5391");

    private final Map<BytePath, RenameTarget> found = new HashMap<>();
    private final DirectoryRenames directories;
    private boolean isUncertain;

    private RenameDetection(DirectoryRenames directories) {
        this.directories = directories;
    }

    /** Where a file went, and what it is there. */
    public record RenameTarget(BytePath path, TreeEntry leaf) {}

    /**
     * Finds the renames from base to a side.
     *
     * @param order in which git comes upon the paths
     * @param isRelevant which deleted files it matters for; others are only matched with what is the same byte for byte
     * @param limit how many files are compared on each side at most
     * @param directories told of every rename
     */
    public static RenameDetection find(
            ReplayObjects objects,
            @Nullable ObjectId base,
            ObjectId side,
            TraversalOrder order,
            Predicate<BytePath> isRelevant,
            int limit,
            DirectoryRenames directories)
            throws IOException {
        RenameDetection renames = new RenameDetection(directories);
        RenameCandidates candidates = new RenameCandidates(renames, order, isRelevant);
        for (TreeDiff.FileChange change : TreeDiff.between(objects, BytePath.ROOT, base, side)) {
            addCandidate(candidates, change);
        }
        if (candidates.isAnyLeft()) {
            FileSimilarity similarity = new FileSimilarity(objects);
            ExactRenames.findExactRenames(candidates);
            BasenameRenames.findBasenameMatches(candidates, similarity, directories);
            candidates.dropIrrelevantSources();
            new InexactRenames(candidates, similarity).take(limit);
        }
        return renames;
    }

    private static void addCandidate(RenameCandidates candidates, TreeDiff.FileChange change) throws IOException {
        TreeEntry before = change.before();
        TreeEntry after = change.after();
        if (after == null && before != null && !before.id().equals(EMPTY_FILE)) {
            candidates.addSource(change.path(), before);
        } else if (before == null && after != null && !after.id().equals(EMPTY_FILE)) {
            candidates.addTarget(change.path(), after);
        }
    }

    void recordRename(BytePath source, BytePath target, TreeEntry leaf) throws IOException {
        found.put(source, new RenameTarget(target, leaf));
        directories.countRename(source, target);
    }

    /** Git may find other renames. */
    void markUncertain() {
        isUncertain = true;
    }

    /** Where that file went; null where it is just gone. */
    @Nullable
    public RenameTarget of(BytePath source) {
        return found.get(source);
    }

    /** Whether there was too much to compare, or more than one answer: git may find other renames. */
    public boolean isUncertain() {
        return isUncertain;
    }
}
