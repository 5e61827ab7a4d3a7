package dev.reconciler.git.merge.rename;

import dev.reconciler.git.tree.BytePath;
import dev.reconciler.git.tree.ReplayObjects;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.eclipse.jgit.lib.ObjectId;
import org.jspecify.annotations.Nullable;

/**
 * The order in which git comes upon the paths of one side. A directory that the other side has left alone is looked into
 * after everything else, and which of several such directories comes first can't be told.
 */
public final class TraversalOrder {
    private final ReplayObjects objects;
    private final @Nullable ObjectId base;
    private final ObjectId otherSide;
    private final RemovedDirectories[] removed;
    private final Map<BytePath, Optional<BytePath>> known = new HashMap<>();

    public TraversalOrder(
            ReplayObjects objects, @Nullable ObjectId base, ObjectId otherSide, RemovedDirectories... vanished) {
        this.objects = objects;
        this.base = base;
        this.otherSide = otherSide;
        this.removed = vanished;
    }

    /** The topmost directory around a path that is looked into later; null where the path is visited at once. */
    @Nullable
    BytePath findDeferred(BytePath path) throws IOException {
        return path.isRoot() ? null : findDeferredAround(path.parent()).orElse(null);
    }

    private Optional<BytePath> findDeferredAround(BytePath directory) throws IOException {
        if (directory.isRoot()) {
            return Optional.empty();
        }
        Optional<BytePath> later = known.get(directory);
        if (later == null) {
            later = findDeferredAround(directory.parent());
            later = later.isPresent() || !isDeferred(directory) ? later : Optional.of(directory);
            known.put(directory, later);
        }
        return later;
    }

    private boolean isDeferred(BytePath directory) throws IOException {
        for (RemovedDirectories each : removed) {
            if (each.isAround(directory)) {
                return false;
            }
        }
        return Objects.equals(objects.find(base, directory), objects.find(otherSide, directory));
    }
}
