package dev.reconciler.git.merge.rename;

import dev.reconciler.git.merge.rename.RemovedDirectories.DirectoryRelevance;
import dev.reconciler.git.tree.BytePath;
import dev.reconciler.git.tree.ReplayObjects;
import dev.reconciler.git.tree.TreeEntry;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.eclipse.jgit.lib.ObjectId;
import org.jspecify.annotations.Nullable;

/** Where the files of a directory that is gone went, counted: most of them tell where the directory went. */
public final class DirectoryRenames {
    private final ReplayObjects objects;
    private final ObjectId side;
    private final RemovedDirectories removed;
    private final Map<BytePath, Map<BytePath, Integer>> counts = new HashMap<>();

    public DirectoryRenames(ReplayObjects objects, ObjectId side, RemovedDirectories vanished) {
        this.objects = objects;
        this.side = side;
        this.removed = vanished;
    }

    /** Counts a file that was renamed, for its directory and for those above that changed in the same way. */
    void countRename(BytePath source, BytePath target) throws IOException {
        BytePath from = source.parent();
        BytePath to = target.parent();
        incrementCount(from, to, 1);
        while (!from.isRoot()
                && !to.isRoot()
                && isRemoved(from)
                && removed.relevanceOf(from) != DirectoryRelevance.NONE
                && from.name().equals(to.name())) {
            from = from.parent();
            to = to.parent();
            incrementCount(from, to, removed.relevanceOf(from) == DirectoryRelevance.FOR_ITSELF ? 1 : 0);
        }
    }

    private void incrementCount(BytePath from, BytePath to, int more) throws IOException {
        if (more > 0 && isRemoved(from)) {
            counts.computeIfAbsent(from, unseen -> new HashMap<>()).merge(to, more, Integer::sum);
        }
    }

    private boolean isRemoved(BytePath directory) throws IOException {
        return !directory.isRoot() && TreeEntry.tree(objects.find(side, directory)) == null;
    }

    /** Where most files of each directory went; without those of which no place got the most. */
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
        return best.size() == 1 ? best.get(0) : null;
    }

    /** Whether files of that directory went to several places, none of which got the most. */
    public boolean isSplit(BytePath directory) {
        return counts.containsKey(directory) && findWinner(directory) == null;
    }

    /** The directories whose files went elsewhere, and that something was added to or above. */
    public Set<BytePath> moved() {
        Set<BytePath> moved = new HashSet<>(counts.keySet());
        moved.removeIf(directory -> removed.relevanceOf(directory) == DirectoryRelevance.NONE);
        return moved;
    }
}
