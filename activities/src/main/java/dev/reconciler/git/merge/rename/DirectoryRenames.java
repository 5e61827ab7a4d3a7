package dev.reconciler.git.merge.rename;

import dev.reconciler.git.merge.rename.RemovedDirectories.DirectoryRelevance;
import dev.reconciler.git.tree.BytePath;
import dev.reconciler.git.tree.MergeObjects;
import dev.reconciler.git.tree.TreeEntry;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.eclipse.jgit.lib.ObjectId;
import org.jspecify.annotations.Nullable;

/**
 * Counts where the files of each removed directory went. The place that got the most files is where the directory went:
 * with {@code d/f>e/f}, {@code d/g>e/g} and {@code d/h>i/h}, the directory d was renamed to e by two to one.
 *
 * <p>The counts are {@code dir_rename_count} of git's {@code diffcore-rename.c}. {@link BasenameRenames} guess targets
 * by them, and the merge asks where the files belong that the other side added to such a directory.
 */
public final class DirectoryRenames {
    private final MergeObjects objects;
    private final ObjectId side;
    private final RemovedDirectories removed;
    private final Map<BytePath, Map<BytePath, Integer>> counts = new HashMap<>();

    /**
     * Starts with no renames.
     *
     * @param side the tree of the side that renamed
     * @param removed what the other side added to the directories that this side removed
     */
    public DirectoryRenames(MergeObjects objects, ObjectId side, RemovedDirectories removed) {
        this.objects = objects;
        this.side = side;
        this.removed = removed;
    }

    /**
     * Counts a file that was renamed, for its directory and for those above that changed in the same way.
     *
     * @throws IOException if a tree can't be read
     */
    void countRename(BytePath source, BytePath target) throws IOException {
        // As update_dir_rename_counts of git: the file's own directory counts always, even where the other side added
        // nothing to it, for the basename renames guess by it.
        BytePath from = source.parent();
        BytePath to = target.parent();
        incrementCount(from, to, 1);
        // a/b/d/e/f > a/i/k/e/f says that a/b/d/e went to a/i/k/e, and that a/b/d went to a/i/k.
        // It says nothing of a/b, for d and k are two names: there the loop ends.
        while (!from.isRoot()
                && !to.isRoot()
                && isRemoved(from)
                && removed.relevanceOf(from) != DirectoryRelevance.NONE
                && from.name().equals(to.name())) {
            from = from.parent();
            to = to.parent();
            // A directory above counts only where a file was added right in it. The others are just passed through.
            incrementCount(from, to, removed.relevanceOf(from) == DirectoryRelevance.FOR_ITSELF ? 1 : 0);
        }
    }

    private void incrementCount(BytePath from, BytePath to, int more) throws IOException {
        // A directory that is still there was not renamed, however many of its files have left.
        if (more > 0 && isRemoved(from)) {
            counts.computeIfAbsent(from, unseen -> new HashMap<>()).merge(to, more, Integer::sum);
        }
    }

    private boolean isRemoved(BytePath directory) throws IOException {
        return !directory.isRoot() && TreeEntry.tree(objects.find(side, directory)) == null;
    }

    /** Answers where most files of each directory went; without the directories that {@link #isSplit are split}. */
    Map<BytePath, BytePath> winners() {
        Map<BytePath, BytePath> winners = new HashMap<>();
        for (BytePath directory : counts.keySet()) {
            BytePath winner = findWinner(directory);
            if (winner != null) {
                winners.put(directory, winner);
            }
        }
        return winners;
    }

    private @Nullable BytePath findWinner(BytePath directory) {
        Map<BytePath, Integer> places = counts.getOrDefault(directory, Map.of());
        int most = places.values().stream().mapToInt(Integer::intValue).max().orElse(0);
        List<BytePath> best = places.entrySet().stream()
                .filter(place -> place.getValue() == most)
                .map(Map.Entry::getKey)
                .toList();
        // Two places with the same number: get_highest_rename_path of git takes the first of its hash table, and
        // get_provisional_directory_renames calls it a split. Here neither place wins.
        return best.size() == 1 ? best.get(0) : null;
    }

    /** Tells whether files of that directory went to several places, none of which got the most. */
    boolean isSplit(BytePath directory) {
        return counts.containsKey(directory) && findWinner(directory) == null;
    }

    /**
     * Answers the directories whose files went elsewhere, where the other side added a file to them or above them: each
     * with its new place, without those that are {@linkplain #splitDirectories split}.
     */
    public Map<BytePath, BytePath> movedDirectories() {
        Map<BytePath, BytePath> moved = winners();
        moved.keySet().removeIf(directory -> removed.relevanceOf(directory) == DirectoryRelevance.NONE);
        return moved;
    }

    /** Answers the directories whose files went to several places, none of which got the most. */
    public Set<BytePath> splitDirectories() {
        Set<BytePath> split = new TreeSet<>(counts.keySet());
        split.removeIf(directory ->
                findWinner(directory) != null || removed.relevanceOf(directory) == DirectoryRelevance.NONE);
        return split;
    }
}
