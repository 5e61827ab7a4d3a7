package dev.reconciler.worker.temporal.status;

import dev.reconciler.git.error.GitException;
import dev.reconciler.git.remote.OpenConflictBranches;
import dev.reconciler.git.repository.RepositorySettings;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Asks a remote for its open conflict branches. */
final class ConflictBranchLookup {
    private static final Duration LIMIT = Duration.ofSeconds(10);

    private ConflictBranchLookup() {}

    /** Every branch below {@code conflicts/} on the remote; empty where the remote does not answer. */
    static Optional<List<String>> findOpen(RepositorySettings settings) {
        try {
            return Optional.of(OpenConflictBranches.listOnRemote(settings, LIMIT));
        } catch (GitException unreachable) {
            return Optional.empty();
        }
    }
}
