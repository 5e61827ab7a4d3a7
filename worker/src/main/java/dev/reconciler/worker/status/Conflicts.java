package dev.reconciler.worker.status;

import dev.reconciler.git.GitException;
import dev.reconciler.git.RepositorySettings;
import dev.reconciler.git.remote.OpenConflicts;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Asks the remotes of this host for their open conflict branches. */
final class Conflicts {
    private static final Duration LIMIT = Duration.ofSeconds(10);

    private Conflicts() {}

    /** Every branch below {@code conflicts/}; empty where the remote does not say. */
    static Optional<List<String>> open(RepositorySettings settings) {
        try {
            return Optional.of(OpenConflicts.of(settings, LIMIT));
        } catch (GitException unreachable) {
            return Optional.empty();
        }
    }
}
