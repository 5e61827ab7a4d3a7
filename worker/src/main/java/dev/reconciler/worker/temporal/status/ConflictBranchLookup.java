package dev.reconciler.worker.temporal.status;

import dev.reconciler.worker.config.RepositoryConfiguration;
import dev.reconciler.worker.conflict.ConflictCases;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Asks remotes for the open conflicts, so that a status and the list of conflicts say the same. */
final class ConflictBranchLookup implements ConflictSource {
    private final ConflictCases cases;

    ConflictBranchLookup(ConflictCases cases) {
        this.cases = cases;
    }

    @Override
    public Optional<List<String>> findOpen(RepositoryConfiguration repository) {
        try {
            return cases.findOpen(repository)
                    .map(open ->
                            open.stream().map(each -> each.branch().value()).toList());
        } catch (RuntimeException | IOException unreadable) {
            // The remote does not answer, or the clone is damaged: of a damaged object the library throws whatever its
            // bytes lead to.
            return Optional.empty();
        }
    }
}
