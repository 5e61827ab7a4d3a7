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
import dev.reconciler.git.state.EscapedRefs;
import dev.reconciler.git.state.LastSeenRemote;
import dev.reconciler.git.state.RewoundRefs;
import dev.reconciler.git.state.TipJournal;
import dev.reconciler.model.Outcome;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jgit.lib.ObjectId;
import org.jspecify.annotations.Nullable;

/**
 * Clears up after a run that was killed, and describes the move that it has finished. Can itself be killed and
 * repeated.
 */
final class KilledRunRecovery {
    private final DataRepository repository;

    KilledRunRecovery(DataRepository repository) {
        this.repository = repository;
    }

    /**
     * Removes what a killed run left, and finishes the move that it noted.
     *
     * @return empty where no move was finished
     */
    Optional<FinishedMove> run() throws IOException {
        // Before the lock of the repository, since a stage has a lock of its own.
        FirstClone.sweep(repository.settings());
        try (RepositoryLock lock = repository.lock()) {
            // A replay holds the lock, so under the lock every pack of a replay is a leftover. A fetch does not hold
            // it: what a living fetch writes is told by its marker.
            FetchLeftovers.sweep(repository, ReplayPack.findKilled(repository.git()));
            // Last: what a killed replay left leads to its pack as well.
            ReplayPack.sweep(repository.git());
            NotedMoveRecovery moves = new NotedMoveRecovery(repository);
            Optional<ObjectId> from = moves.recover();
            // Not while the files of another branch are half moved, which a run of that branch goes on with: the
            // application would commit them.
            if (lock.hasUnadopted() && !moves.isOtherUnderWay()) {
                lock.removeUnadopted();
            }
            if (from.isEmpty()) {
                return Optional.empty();
            }
            // Only a move onto a replay ends at the commit that the replay's ref holds; asked now, since the next
            // agreement removes that ref.
            ObjectId replayed = repository.refs().read(repository.names().replayed());
            return Optional.of(new FinishedMove(from.get(), replayed.equals(repository.local())));
        }
    }

    /**
     * Describes a finished move as a result tells it; asks the remote whether it holds the commits that were let go of.
     *
     * @param remote where the remote branch is now, from which the numbers of commits are counted
     */
    RecoveredMove describe(FinishedMove finished, ObjectId remote, Deadline deadline) throws IOException {
        return describe(finished, remote, () -> findConflictBranch(finished.from(), deadline));
    }

    /** The same, where the remote can't be read: by what was seen of it last. */
    RecoveredMove describeUnread(FinishedMove finished) throws IOException {
        ObjectId remote =
                LastSeenRemote.find(repository, new TipJournal(repository)).orElseGet(finished::from);
        return describe(finished, remote, () -> findEscaped(finished.from()));
    }

    private RecoveredMove describe(FinishedMove finished, ObjectId remote, ConflictSearch search) throws IOException {
        ObjectId from = finished.from();
        HistoryComparison history = HistoryComparison.between(repository.git(), from, repository.local(), Set.of());
        HistoryComparison counted = HistoryComparison.between(repository.git(), from, remote, Set.of());
        Optional<String> kept = new RewoundRefs(repository).findRef(from);
        // The killed run did not say why it moved, but what it left shows it. With nothing ahead, the branch went
        // forward.
        if (history.ahead() == 0) {
            return newRecoveredMove(from, Outcome.FAST_FORWARDED, counted, null, kept);
        }
        if (finished.isReplay()) {
            return newRecoveredMove(from, Outcome.REBASED, counted, null, kept);
        }
        // Commits were let go of. On a conflict branch of the remote: an escape. Else the remote has dropped them.
        Optional<String> conflict = search.find();
        Outcome outcome = conflict.isPresent() ? Outcome.CONFLICT_ESCAPED : Outcome.REWOUND;
        return newRecoveredMove(from, outcome, counted, conflict.orElse(null), kept);
    }

    private static RecoveredMove newRecoveredMove(
            ObjectId from,
            Outcome outcome,
            HistoryComparison counted,
            @Nullable String conflict,
            Optional<String> kept) {
        return new RecoveredMove(
                CommitIds.of(from), outcome, counted.ahead(), counted.behind(), conflict, kept.orElse(null));
    }

    private Optional<String> findConflictBranch(ObjectId commit, Deadline deadline) {
        return new GitRemote(repository.settings())
                .readAdvertisedRefs(repository.git(), deadline).conflicts().entrySet().stream()
                        .filter(branch -> branch.getValue().equals(commit))
                        .map(Map.Entry::getKey)
                        .map(ref -> ref.substring("refs/heads/".length()))
                        .findFirst();
    }

    private Optional<String> findEscaped(ObjectId commit) throws IOException {
        return new EscapedRefs(repository)
                .list().stream()
                        .filter(each -> each.commit().equals(commit))
                        .map(each -> each.conflict().value())
                        .findFirst();
    }

    /** Finds the conflict branch that holds what a move let go of. */
    private interface ConflictSearch {
        Optional<String> find() throws IOException;
    }

    /**
     * A move that was finished now.
     *
     * @param from what the branch held before
     * @param isReplay whether the branch was moved onto the tip of a replay
     */
    record FinishedMove(ObjectId from, boolean isReplay) {
        /** The move that an earlier fetch has described. */
        static FinishedMove of(RecoveredMove move) {
            return new FinishedMove(CommitIds.of(move.from()), move.outcome() == Outcome.REBASED);
        }
    }
}
