package dev.reconciler.git.step;

import dev.reconciler.contract.RecoveredMove;
import dev.reconciler.git.checkout.NotedMoveRecovery;
import dev.reconciler.git.clone.FirstClone;
import dev.reconciler.git.history.CommitIds;
import dev.reconciler.git.history.HistoryComparison;
import dev.reconciler.git.lock.RepositoryLock;
import dev.reconciler.git.remote.GitRemote;
import dev.reconciler.git.remote.fetch.FetchLeftovers;
import dev.reconciler.git.remote.transport.Deadline;
import dev.reconciler.git.replay.ReplayPack;
import dev.reconciler.git.repository.DataRepository;
import dev.reconciler.git.state.RewoundRefs;
import dev.reconciler.model.Outcome;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jgit.lib.ObjectId;
import org.jspecify.annotations.Nullable;

/** Clears up after a run that was killed, and says what of its work was finished. */
final class KilledRunRecovery {
    private final DataRepository repository;

    KilledRunRecovery(DataRepository repository) {
        this.repository = repository;
    }

    /** What the branch held before, where a move of it was finished now. */
    record FinishedMove(ObjectId from, boolean isReplay) {}

    Optional<FinishedMove> run() throws IOException {
        FirstClone.sweep(repository.settings());
        try (RepositoryLock lock = repository.lock()) {
            ReplayPack.sweep(repository.git());
            FetchLeftovers.sweep(repository);
            Optional<ObjectId> from = new NotedMoveRecovery(repository).recover();
            if (from.isEmpty()) {
                return Optional.empty();
            }
            ObjectId replayed = repository.refs().read(repository.names().replayed());
            return Optional.of(new FinishedMove(from.get(), replayed.equals(repository.local())));
        }
    }

    /** The same as a result tells it; asks the remote where it may hold what was let go of. */
    RecoveredMove describe(FinishedMove finished, Deadline deadline) throws IOException {
        ObjectId from = finished.from();
        HistoryComparison history = HistoryComparison.between(repository.git(), from, repository.local(), Set.of());
        Optional<String> kept = new RewoundRefs(repository).find(from);
        if (history.ahead() == 0) {
            return newRecoveredMove(from, Outcome.FAST_FORWARDED, history, null, kept);
        }
        if (finished.isReplay()) {
            return newRecoveredMove(from, Outcome.REBASED, history, null, kept);
        }
        Optional<String> conflict = findConflictBranch(from, deadline);
        Outcome outcome = conflict.isPresent() ? Outcome.CONFLICT_ESCAPED : Outcome.REWOUND;
        return newRecoveredMove(from, outcome, history, conflict.orElse(null), kept);
    }

    private static RecoveredMove newRecoveredMove(
            ObjectId from,
            Outcome outcome,
            HistoryComparison history,
            @Nullable String conflict,
            Optional<String> kept) {
        return new RecoveredMove(
                CommitIds.of(from), outcome, history.ahead(), history.behind(), conflict, kept.orElse(null));
    }

    private Optional<String> findConflictBranch(ObjectId commit, Deadline deadline) {
        return new GitRemote(repository.settings())
                .advertise(repository.git(), deadline).conflicts().entrySet().stream()
                        .filter(branch -> branch.getValue().equals(commit))
                        .map(Map.Entry::getKey)
                        .map(ref -> ref.substring("refs/heads/".length()))
                        .findFirst();
    }
}
