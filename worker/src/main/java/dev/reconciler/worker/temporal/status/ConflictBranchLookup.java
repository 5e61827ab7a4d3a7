package dev.reconciler.worker.temporal.status;

import dev.reconciler.git.conflict.ConflictSurvey;
import dev.reconciler.git.error.GitException;
import dev.reconciler.git.remote.OpenConflictBranches;
import dev.reconciler.git.remote.transport.Deadline;
import dev.reconciler.git.repository.DataRepository;
import dev.reconciler.git.repository.RepositorySettings;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Asks a remote for its open conflict branches. */
final class ConflictBranchLookup {
    private static final Duration LIMIT = Duration.ofSeconds(10);

    private ConflictBranchLookup() {}

    /** The branches below {@code conflicts/} that nobody has merged yet; empty where the remote does not answer. */
    static Optional<List<String>> findOpen(RepositorySettings settings) {
        try {
            // Most have none, and then nothing of the clone is read.
            List<String> all = OpenConflictBranches.listOnRemote(settings, LIMIT);
            return Optional.of(all.isEmpty() ? all : leaveOutMerged(settings, all));
        } catch (GitException unreachable) {
            return Optional.empty();
        }
    }

    // As the list of conflicts does: a branch whose changes came by a squash or a pick waits for nobody.
    private static List<String> leaveOutMerged(RepositorySettings settings, List<String> all) {
        try {
            Optional<DataRepository> there = DataRepository.open(settings);
            if (there.isEmpty()) {
                return all;
            }
            try (DataRepository clone = there.get()) {
                return ConflictSurvey.list(clone, Deadline.in(LIMIT)).stream()
                        .map(found -> found.conflict().branch().value())
                        .toList();
            }
        } catch (IOException | GitException unreadable) {
            return all;
        }
    }
}
