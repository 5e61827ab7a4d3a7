package dev.reconciler.worker.temporal.status;

import dev.reconciler.worker.config.RepositoryConfiguration;
import java.util.List;
import java.util.Optional;

/** Knows the open conflicts of repositories. */
@FunctionalInterface
public interface ConflictSource {
    /** The branches on the remote of those that the list of conflicts shows; empty where that is not known. */
    Optional<List<String>> findOpen(RepositoryConfiguration repository);
}
