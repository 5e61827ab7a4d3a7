package dev.reconciler.worker.temporal.status;

import dev.reconciler.git.error.GitException;
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
            return Optional.of(cases.listOf(repository).stream()
                    .map(open -> open.branch().value())
                    .toList());
        } catch (GitException | IOException unreachable) {
            return Optional.empty();
        }
    }
}
