package dev.reconciler.git.step;

import dev.reconciler.contract.PreservedConflict;
import dev.reconciler.contract.conflict.ConflictReasons;
import dev.reconciler.contract.conflict.ConflictTask;
import dev.reconciler.contract.conflict.ResolveAnswer;
import dev.reconciler.contract.conflict.ResolveRequest;
import dev.reconciler.git.error.RefusedException;
import dev.reconciler.git.history.CommitIds;
import dev.reconciler.git.history.HistoryComparison;
import dev.reconciler.git.lock.RepositoryLock;
import dev.reconciler.git.remote.AdvertisedRefs;
import dev.reconciler.git.remote.ConflictBranchRemote;
import dev.reconciler.git.remote.GitRemote;
import dev.reconciler.git.remote.fetch.FetchedCommit;
import dev.reconciler.git.remote.transport.Deadline;
import dev.reconciler.git.replay.ReplayResult;
import dev.reconciler.git.replay.ReplayTask;
import dev.reconciler.git.repository.DataRepository;
import dev.reconciler.git.state.SharedHistory;
import dev.reconciler.model.BranchName;
import dev.reconciler.model.CommitId;
import dev.reconciler.model.ConflictAction;
import dev.reconciler.model.ErrorType;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import org.eclipse.jgit.lib.ObjectId;
import org.jspecify.annotations.Nullable;

/**
 * Replays the commits of a conflict branch on what the remote holds today, as {@link ReplayStep} replays those of the
 * local branch. Moves no branch.
 */
public final class ResolveConflictStep {
    /**
     * Replays as the request says.
     *
     * @throws RefusedException with one of {@link ConflictReasons} if the branch is not as the person saw it, or the local
     *     side can't be right everywhere
     */
    public ResolveAnswer run(DataRepository repository, ResolveRequest request, Deadline deadline) throws IOException {
        PreservedConflict conflict = request.task().conflict();
        AdvertisedRefs refs = new GitRemote(repository.settings()).readAdvertisedRefs(repository.git(), deadline);
        requireSame(conflict, refs.conflicts().get(conflict.branch().ref()));
        if (!refs.branch().equals(CommitIds.of(request.remote()))) {
            return ResolveAnswer.remoteMoved();
        }
        Optional<FetchedCommit> fetched =
                new ConflictBranchRemote(repository.settings()).fetch(repository.git(), conflict.branch(), deadline);
        try (FetchedCommit held = fetched.orElseThrow(() -> newClosedError(conflict))) {
            requireSame(conflict, held.tip());
            return request.task().action() == ConflictAction.EDIT
                    ? EditedCommits.take(repository, request)
                    : replay(repository, request);
        }
    }

    /** @throws RefusedException if the branch does not hold that commit */
    static void requireSame(PreservedConflict conflict, @Nullable ObjectId there) {
        if (there == null) {
            throw newClosedError(conflict);
        }
        if (!there.equals(CommitIds.of(conflict.commit()))) {
            throw newMovedError(conflict);
        }
    }

    static RefusedException newMovedError(PreservedConflict conflict) {
        return new RefusedException(
                ErrorType.BRANCH_MISSING,
                conflict.branch() + " on the remote does not hold "
                        + conflict.commit().abbreviated()
                        + " any more: somebody has pushed to it; look at the conflict again",
                ConflictReasons.MOVED,
                null);
    }

    static RefusedException newClosedError(PreservedConflict conflict) {
        return new RefusedException(
                ErrorType.BRANCH_MISSING,
                conflict.branch() + " is not on the remote any more: somebody else has acted on the conflict first",
                ConflictReasons.CLOSED,
                null);
    }

    private static ResolveAnswer replay(DataRepository repository, ResolveRequest request) throws IOException {
        try (RepositoryLock lock = repository.lock()) {
            HistoryComparison history = compare(repository, request.task(), request.remote());
            // What is left out of the replay is on no branch once the conflict branch is gone.
            boolean isCut = !history.dropped().isEmpty();
            ReplayTask task = newTask(history, request.task(), request.remote(), request.committedAt());
            if (task.own().isEmpty()) {
                return ResolveAnswer.replayed(request.remote(), 0, false);
            }
            ReplayResult result = ReplayStep.replay(repository, task);
            ObjectId tip = result.tip();
            if (tip != null) {
                return ResolveAnswer.replayed(CommitIds.of(tip), result.replayed(), isCut || result.keepOriginal());
            }
            if (task.keepsTheirs()) {
                throw newCollisionError(result.detail());
            }
            return ResolveAnswer.conflict(result.detail());
        }
    }

    /** @throws RefusedException if the remote has held, and has dropped, all that the conflict branch would bring */
    static HistoryComparison compare(DataRepository repository, ConflictTask decided, CommitId remote)
            throws IOException {
        HistoryComparison history = new SharedHistory(repository)
                .compareConflict(CommitIds.of(decided.conflict().commit()), CommitIds.of(remote));
        if (history.own().isEmpty() && !history.dropped().isEmpty()) {
            throw newDroppedError(repository, decided.conflict());
        }
        return history;
    }

    static ReplayTask newTask(HistoryComparison history, ConflictTask decided, CommitId remote, Instant committedAt) {
        return new ReplayTask(
                history.own(),
                history.upstream(),
                CommitIds.of(remote),
                committedAt,
                decided.action() == ConflictAction.KEEP_LOCAL);
    }

    private static RefusedException newDroppedError(DataRepository repository, PreservedConflict conflict) {
        BranchName branch = repository.settings().branch();
        return new RefusedException(
                ErrorType.UNSUPPORTED,
                branch + " on the remote has held all commits of " + conflict.branch()
                        + ", and was set back since; what it has dropped is not pushed again, and nothing was moved:"
                        + " conflicts edit makes a folder to bring back what is wanted (git cherry-pick "
                        + repository.settings().remoteName() + "/" + conflict.branch()
                        + "), conflicts keep-remote leaves it",
                ConflictReasons.DROPPED,
                null);
    }

    static RefusedException newCollisionError(String detail) {
        return new RefusedException(
                ErrorType.UNSUPPORTED,
                "the local side can't be kept beside the remote's (" + detail
                        + "); nothing was moved: decide these paths by hand (conflicts edit)",
                ConflictReasons.CANNOT_COEXIST,
                null);
    }
}
