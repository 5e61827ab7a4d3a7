package dev.reconciler.git.step;

import dev.reconciler.git.history.Ancestry;
import dev.reconciler.git.history.HistoryComparison;
import dev.reconciler.git.lock.RepositoryLock;
import dev.reconciler.git.replay.ReplayResult;
import dev.reconciler.git.replay.ReplayTask;
import dev.reconciler.git.repository.DataRepository;
import dev.reconciler.git.state.SharedHistory;
import java.io.IOException;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jgit.lib.ObjectId;
import org.jspecify.annotations.Nullable;

/** Replays what the application committed between the decision of a move and the move, so that no fetch is needed. */
final class CatchUpReplay {
    private final DataRepository repository;
    private final @Nullable Instant replayedAt;

    /** @param replayedAt the committer date of the replay that made the target; null where the target is no replay */
    CatchUpReplay(DataRepository repository, @Nullable Instant replayedAt) {
        this.repository = repository;
        this.replayedAt = replayedAt;
    }

    /**
     * Replays the commits from {@code from} to {@code now} onto the target.
     *
     * @return the last replayed commit, the target itself where all were upstream; empty where the workflow has to decide anew
     */
    Optional<ObjectId> replayOnto(ObjectId target, ObjectId from, ObjectId now) throws IOException {
        // With the target no replay, the new commits are own commits that the decision did not know. Where `now` does
        // not reach `from`, a person has amended or reset the branch.
        if (replayedAt == null || !Ancestry.contains(repository.git(), now, from)) {
            return Optional.empty();
        }
        // The application may have merged the remote meanwhile: the target has the remote's commits already.
        Set<ObjectId> fresh = HistoryComparison.between(repository.git(), now, from, Set.of(target))
                .own();
        // It may also have merged in what the remote once held and dropped since. Replayed as own commits, these would
        // go to the remote again.
        Set<ObjectId> shared = new LinkedHashSet<>(new SharedHistory(repository).sharedTips());
        shared.add(target);
        if (!HistoryComparison.between(repository.git(), now, from, shared)
                .own()
                .equals(fresh)) {
            return Optional.empty();
        }
        ReplayResult result;
        // Killed after the replay, the run leaves its tip under a ref of ours, which the next agreement removes.
        try (RepositoryLock lock = repository.lock()) {
            result = ReplayStep.replay(repository, new ReplayTask(fresh, Set.of(), target, replayedAt));
        }
        // A merge, and a commit that became empty, need their original kept, which this request may not ask for.
        return result.keepOriginal() ? Optional.empty() : Optional.ofNullable(result.tip());
    }
}
