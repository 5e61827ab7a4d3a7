package dev.reconciler.git.step;

import dev.reconciler.contract.Recovered;
import dev.reconciler.git.DataRepository;
import dev.reconciler.git.History;
import dev.reconciler.git.Ids;
import dev.reconciler.git.KeptRefs;
import dev.reconciler.git.RepositoryLock;
import dev.reconciler.git.checkout.BranchMover;
import dev.reconciler.git.clone.FirstClone;
import dev.reconciler.git.remote.Deadline;
import dev.reconciler.git.remote.Leftovers;
import dev.reconciler.git.remote.Remote;
import dev.reconciler.git.replay.ReplayPack;
import dev.reconciler.model.Outcome;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jgit.lib.ObjectId;
import org.jspecify.annotations.Nullable;

/** Clears up after a run that was killed, and says what of its work was finished. */
final class Recovery {
    private final DataRepository repository;

    Recovery(DataRepository repository) {
        this.repository = repository;
    }

    /** What the branch held before, where a move of it was finished now. */
    record Finished(ObjectId from, boolean isReplay) {}

    Optional<Finished> run() throws IOException {
        FirstClone.sweep(repository.settings());
        try (RepositoryLock lock = repository.lock()) {
            ReplayPack.sweep(repository.git());
            Leftovers.sweep(repository);
            Optional<ObjectId> from = new BranchMover(repository).recover();
            if (from.isEmpty()) {
                return Optional.empty();
            }
            ObjectId replayed = repository.refs().read(repository.names().replayed());
            return Optional.of(new Finished(from.get(), replayed.equals(repository.local())));
        }
    }

    /** The same as a result tells it; asks the remote where it may hold what was let go of. */
    Recovered describe(Finished finished, Deadline deadline) throws IOException {
        ObjectId from = finished.from();
        History history = History.between(repository.git(), from, repository.local(), Set.of());
        Optional<String> kept = new KeptRefs(repository).find(from);
        if (history.ahead() == 0) {
            return recovered(from, Outcome.FAST_FORWARDED, history, null, kept);
        }
        if (finished.isReplay()) {
            return recovered(from, Outcome.REBASED, history, null, kept);
        }
        Optional<String> conflict = conflictBranch(from, deadline);
        Outcome outcome = conflict.isPresent() ? Outcome.CONFLICT_ESCAPED : Outcome.REWOUND;
        return recovered(from, outcome, history, conflict.orElse(null), kept);
    }

    private static Recovered recovered(
            ObjectId from, Outcome outcome, History history, @Nullable String conflict, Optional<String> kept) {
        return new Recovered(Ids.of(from), outcome, history.ahead(), history.behind(), conflict, kept.orElse(null));
    }

    private Optional<String> conflictBranch(ObjectId commit, Deadline deadline) {
        return new Remote(repository.settings())
                .advertise(repository.git(), deadline).conflicts().entrySet().stream()
                        .filter(branch -> branch.getValue().equals(commit))
                        .map(Map.Entry::getKey)
                        .map(ref -> ref.substring("refs/heads/".length()))
                        .findFirst();
    }
}
