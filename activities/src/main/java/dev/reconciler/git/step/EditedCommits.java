package dev.reconciler.git.step;

import dev.reconciler.contract.PreservedConflict;
import dev.reconciler.contract.conflict.ConflictReasons;
import dev.reconciler.contract.conflict.ResolveAnswer;
import dev.reconciler.contract.conflict.ResolveRequest;
import dev.reconciler.git.error.RefusedException;
import dev.reconciler.git.history.CommitIds;
import dev.reconciler.git.history.HistoryComparison;
import dev.reconciler.git.lock.RepositoryLock;
import dev.reconciler.git.replay.MatchedTwins;
import dev.reconciler.git.replay.ReplayPack;
import dev.reconciler.git.repository.DataRepository;
import dev.reconciler.git.state.SharedHistory;
import dev.reconciler.git.state.TwinNotes;
import dev.reconciler.model.CommitId;
import dev.reconciler.model.ErrorType;
import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.revwalk.RevWalk;

/**
 * What a person has made of a conflict branch, and a ref of ours holds since: it stands on what the remote holds, or is
 * refused. Which of its commits is the twin of which is noted, as a replay does.
 */
final class EditedCommits {
    private EditedCommits() {}

    /** @throws RefusedException with one of {@link ConflictReasons} if the remote has moved on, or there is no result */
    static ResolveAnswer take(DataRepository repository, ResolveRequest request) throws IOException {
        PreservedConflict conflict = request.task().conflict();
        ObjectId held = CommitIds.of(conflict.commit());
        ObjectId remote = CommitIds.of(request.remote());
        try (RepositoryLock lock = repository.lock()) {
            ObjectId tip = repository.refs().read(repository.names().edited(held));
            if (tip.equals(ObjectId.zeroId())) {
                throw newNoResultError(conflict);
            }
            HistoryComparison result = compare(repository, tip, remote);
            if (result.ahead() == 0) {
                // An earlier try was cut off behind its push. What has no twin is not told any more.
                return ResolveAnswer.replayed(request.remote(), 0, true);
            }
            if (!result.upstream().isEmpty()) {
                throw newOutdatedError(repository, request.remote());
            }
            // It would come back to the remote below the result.
            if (!result.dropped().isEmpty()) {
                throw newDroppedError(repository, result.dropped().size());
            }
            HistoryComparison before = compare(repository, held, remote);
            boolean isWhole = noteTwins(repository, before, result, tip, request)
                    && before.dropped().isEmpty();
            return ResolveAnswer.replayed(CommitIds.of(tip), result.own().size(), !isWhole);
        }
    }

    private static HistoryComparison compare(DataRepository repository, ObjectId commit, ObjectId remote)
            throws IOException {
        return new SharedHistory(repository).compareConflict(commit, remote);
    }

    private static boolean noteTwins(
            DataRepository repository,
            HistoryComparison before,
            HistoryComparison result,
            ObjectId tip,
            ResolveRequest request)
            throws IOException {
        Instant at = request.committedAt();
        try (ReplayPack pack = ReplayPack.open(repository.git());
                ObjectReader reader = pack.inserter().newReader();
                RevWalk walk = new RevWalk(reader)) {
            MatchedTwins matched = MatchedTwins.find(walk, before.own(), result.own(), tip);
            Map<ObjectId, ObjectId> twins = matched.twins();
            if (!twins.isEmpty()) {
                TwinNotes notes = new TwinNotes(repository, reader);
                ObjectId noted = notes.write(twins, at, pack.inserter());
                try (ReplayPack.PublishedPacks kept = pack.publish(repository.syncs())) {
                    notes.publish(noted);
                }
            }
            return matched.isWhole();
        }
    }

    private static RefusedException newNoResultError(PreservedConflict conflict) {
        return new RefusedException(
                ErrorType.BRANCH_MISSING,
                "nobody has made a result of " + conflict.branch() + " at "
                        + conflict.commit().abbreviated() + " (conflicts edit, and then conflicts edit --continue)",
                ConflictReasons.UNRESOLVED,
                null);
    }

    private static RefusedException newDroppedError(DataRepository repository, int dropped) {
        return new RefusedException(
                ErrorType.BRANCH_MISSING,
                repository.settings().branch() + " on the remote has dropped " + dropped
                        + " of the commits on which the"
                        + " result stands; nothing of it was pushed: begin anew in another folder (conflicts edit)",
                ConflictReasons.OUTDATED,
                null);
    }

    private static RefusedException newOutdatedError(DataRepository repository, CommitId remote) {
        return new RefusedException(
                ErrorType.BRANCH_MISSING,
                repository.settings().branch() + " on the remote has moved to " + remote.abbreviated()
                        + " meanwhile, and the result does not stand on it; nothing of it was pushed: in the folder, git"
                        + " fetch and rebase on it, and continue once more",
                ConflictReasons.OUTDATED,
                null);
    }
}
