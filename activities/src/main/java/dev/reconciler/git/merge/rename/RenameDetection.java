package dev.reconciler.git.merge.rename;

import dev.reconciler.git.tree.BytePath;
import dev.reconciler.git.tree.MergeObjects;
import dev.reconciler.git.tree.TreeDiff;
import dev.reconciler.git.tree.TreeEntry;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.jspecify.annotations.Nullable;

/**
 * The renames of one side, found in git's order: {@link ExactRenames}, then {@link BasenameRenames}, then {@link
 * InexactRenames}. Each step leaves fewer files to the next one, which costs more for each.
 *
 * <p>The reference is {@code diffcore_rename_extended} of git's {@code diffcore-rename.c}, as {@code
 * detect_regular_renames} of {@code merge-ort.c} calls it.
 */
public final class RenameDetection {
    private final Map<BytePath, RenameTarget> found = new HashMap<>();
    private final DirectoryRenames directories;
    private boolean isUncertain;

    private RenameDetection(DirectoryRenames directories) {
        this.directories = directories;
    }

    /**
     * Finds the renames from base to a side.
     *
     * @param base the tree before; null for the empty tree
     * @param side the tree after
     * @param order the order in which git meets the paths
     * @param isRelevant which deleted files the merge needs to know more of; the others are only matched with files that
     *     are the same byte for byte
     * @param limit how many files are compared on each side at most
     * @param directories is told of every rename
     * @throws IOException if a tree or a file can't be read
     */
    public static RenameDetection find(
            MergeObjects objects,
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
            // Guesses directories by the exact renames, and asks for the relevance of each source itself.
            BasenameRenames.findBasenameMatches(candidates, similarity, directories);
            // The irrelevant sources counted until here: a name that they share with another source is ambiguous.
            candidates.dropIrrelevantSources();
            new InexactRenames(candidates, similarity).findInexactRenames(limit);
        }
        return renames;
    }

    // An empty file explains nothing: all of them are alike. The merge of git sets rename_empty to 0 for that reason.
    private static void addCandidate(RenameCandidates candidates, TreeDiff.FileChange change) throws IOException {
        TreeEntry before = change.before();
        TreeEntry after = change.after();
        if (after == null && before != null && !before.id().equals(Constants.EMPTY_BLOB_ID)) {
            candidates.addSource(change.path(), before);
        } else if (before == null && after != null && !after.id().equals(Constants.EMPTY_BLOB_ID)) {
            candidates.addTarget(change.path(), after);
        }
        // A file that is there before and after was not renamed, however much it changed: git breaks no pairs here.
    }

    void recordRename(BytePath source, BytePath target, TreeEntry entry) throws IOException {
        found.put(source, new RenameTarget(target, entry));
        directories.countRename(source, target);
    }

    /** Records that git may find other renames. */
    void markUncertain() {
        isUncertain = true;
    }

    /** Changes where a file went that the side moved to that target; nothing where no file was. */
    public void moveTarget(BytePath target, BytePath elsewhere) {
        found.replaceAll((source, to) -> to.path().equals(target) ? new RenameTarget(elsewhere, to.entry()) : to);
    }

    /** Answers where that file went; null where the side deleted the file. */
    @Nullable
    public RenameTarget targetOf(BytePath source) {
        return found.get(source);
    }

    /** Tells whether there was too much to compare, or more than one answer: git may find other renames. */
    public boolean isUncertain() {
        return isUncertain;
    }

    /** Where a file went, and the entry of the tree there. */
    public record RenameTarget(BytePath path, TreeEntry entry) {}
}
