package dev.reconciler.worker.metrics;

import dev.reconciler.model.Outcome;
import dev.reconciler.model.ReconcileResult;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a repository without a look at its clone or its remote.
 *
 * @param outcome of its last run; null before the first
 * @param agreedAt when a run last found, or made, both sides equal; null where none did
 * @param look what the last look at the clone found; null where there is no clone that can be read
 */
record RepositoryFigures(
        @Nullable Outcome outcome,
        @Nullable Instant agreedAt,
        @Nullable CloneFigures look) {
    static final RepositoryFigures UNKNOWN = new RepositoryFigures(null, null, null);

    RepositoryFigures withResult(ReconcileResult result, Instant at) {
        boolean isAgreed = result.newCommit() != null && result.newCommit().equals(result.remoteCommit());
        return new RepositoryFigures(result.outcome(), isAgreed ? at : agreedAt, look);
    }

    RepositoryFigures withClone(@Nullable CloneFigures found) {
        return new RepositoryFigures(outcome, agreedAt, found);
    }
}
