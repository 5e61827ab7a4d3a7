package dev.reconciler.worker.temporal.status;

import dev.reconciler.git.repository.RepositorySettings;
import java.util.List;
import java.util.Optional;

/** Knows the open conflict branches of remotes. */
@FunctionalInterface
public interface ConflictSource {
    /** Every branch below {@code conflicts/} on the remote; empty where that is not known. */
    Optional<List<String>> findOpen(RepositorySettings settings);
}
