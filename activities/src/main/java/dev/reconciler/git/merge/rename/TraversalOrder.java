package dev.reconciler.git.merge.rename;

import dev.reconciler.git.tree.BytePath;
import dev.reconciler.git.tree.MergeObjects;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.eclipse.jgit.lib.ObjectId;
import org.jspecify.annotations.Nullable;

/**
 * The order in which git meets the paths of one side. Git defers a directory that the other side left alone: it reads
 * such a directory after everything else. Several deferred directories come in the order of git's hash table, which
 * nothing outside git can tell.
 *
 * <p>The functions are {@code collect_merge_info_callback} and {@code handle_deferred_entries} of {@code merge-ort.c}.
 */
public final class TraversalOrder {
    private final MergeObjects objects;
    private final @Nullable ObjectId base;
    private final ObjectId otherSide;
    private final RemovedDirectories[] removed;
    private final Map<BytePath, Optional<BytePath>> known = new HashMap<>();

    /**
     * The order for the side that is not {@code otherSide}.
     *
     * @param base the tree before; null for the empty tree
     * @param otherSide the tree of the other side
     * @param removed the directories that either side removed
     */
    public TraversalOrder(
            MergeObjects objects, @Nullable ObjectId base, ObjectId otherSide, RemovedDirectories... removed) {
        this.objects = objects;
        this.base = base;
        this.otherSide = otherSide;
        this.removed = removed;
    }

    /** Answers the topmost deferred directory above a path; null where git visits the path at once. */
    @Nullable
    BytePath findDeferred(BytePath path) throws IOException {
        return path.isRoot() ? null : findDeferredAround(path.parent()).orElse(null);
    }

    private Optional<BytePath> findDeferredAround(BytePath directory) throws IOException {
        if (directory.isRoot()) {
            return Optional.empty();
        }
        Optional<BytePath> deferred = known.get(directory);
        if (deferred == null) {
            // From above: where the other side left d alone, it left d/s alone too, and both are read when d is.
            deferred = findDeferredAround(directory.parent());
            deferred = deferred.isPresent() || !isDeferred(directory) ? deferred : Optional.of(directory);
            known.put(directory, deferred);
        }
        return deferred;
    }

    private boolean isDeferred(BytePath directory) throws IOException {
        // Below a removed directory that the other side added a file to, every rename counts: git reads it at once.
        for (RemovedDirectories each : removed) {
            if (each.isBelowGrown(directory)) {
                return false;
            }
        }
        // Left alone by the other side, or new on this side: then neither base nor the other side has the directory.
        return Objects.equals(objects.find(base, directory), objects.find(otherSide, directory));
    }
}
