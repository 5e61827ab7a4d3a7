package dev.reconciler.git.replay;

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
final class VisitOrder {
    private final ReplayObjects objects;
    private final @Nullable ObjectId base;
    private final ObjectId otherSide;
    private final VanishedDirectories[] vanished;
    private final Map<BytePath, Optional<BytePath>> known = new HashMap<>();

    VisitOrder(ReplayObjects objects, @Nullable ObjectId base, ObjectId otherSide, VanishedDirectories... vanished) {
        this.objects = objects;
        this.base = base;
        this.otherSide = otherSide;
        this.vanished = vanished;
    }

    /** The topmost directory around a path that is looked into later; null where the path is visited at once. */
    @Nullable
    BytePath laterWith(BytePath path) throws IOException {
        return path.isRoot() ? null : directory(path.parent()).orElse(null);
    }

    private Optional<BytePath> directory(BytePath directory) throws IOException {
        if (directory.isRoot()) {
            return Optional.empty();
        }
        Optional<BytePath> later = known.get(directory);
        if (later == null) {
            later = directory(directory.parent());
            later = later.isPresent() || !isLater(directory) ? later : Optional.of(directory);
            known.put(directory, later);
        }
        return later;
    }

    private boolean isLater(BytePath directory) throws IOException {
        for (VanishedDirectories each : vanished) {
            if (each.isAround(directory)) {
                return false;
            }
        }
        return Objects.equals(objects.find(base, directory), objects.find(otherSide, directory));
    }
}
