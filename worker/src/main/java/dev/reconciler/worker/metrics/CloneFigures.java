package dev.reconciler.worker.metrics;

import dev.reconciler.git.repository.RepositorySettings;
import dev.reconciler.git.state.BranchPosition;
import dev.reconciler.git.state.NotedConflicts;
import java.util.Optional;

/**
 * What a look at a clone found.
 *
 * @param position of its branch
 * @param conflicts how many conflict branches are noted there, and were not seen to be gone
 */
record CloneFigures(BranchPosition position, int conflicts) {
    /** Looks at the clone; empty where there is none that this process can read. */
    static Optional<CloneFigures> find(RepositorySettings settings) {
        return BranchPosition.find(settings)
                .map(position -> new CloneFigures(
                        position, NotedConflicts.count(settings).orElse(0)));
    }
}
