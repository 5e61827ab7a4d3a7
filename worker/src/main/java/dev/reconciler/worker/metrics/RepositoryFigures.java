package dev.reconciler.worker.metrics;

import dev.reconciler.git.state.BranchPosition;
import dev.reconciler.model.Outcome;
import dev.reconciler.model.ReconcileResult;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a repository without a look at its clone or its remote.
 *
 * @param outcome of its last run; null before the first
 * @param agreedAt when a run last found, or made, both sides equal; null where none did
 * @param position the branch at the last look; null where there is no clone that can be read
 */
record RepositoryFigures(
        @Nullable Outcome outcome,
        @Nullable Instant agreedAt,
        @Nullable BranchPosition position) {
    static final RepositoryFigures UNKNOWN = new RepositoryFigures(null, null, null);

    RepositoryFigures withResult(ReconcileResult result, Instant at) {
        boolean isAgreed = result.newCommit() != null && result.newCommit().equals(result.remoteCommit());
        return new RepositoryFigures(result.outcome(), isAgreed ? at : agreedAt, position);
    }

    RepositoryFigures withPosition(@Nullable BranchPosition found) {
        return new RepositoryFigures(outcome, agreedAt, found);
    }
}
