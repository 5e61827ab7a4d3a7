package dev.reconciler.git.step;

import dev.reconciler.contract.ReplayAnswer;
import dev.reconciler.contract.ReplayRequest;
import dev.reconciler.git.history.CommitIds;
import dev.reconciler.git.history.HistoryComparison;
import dev.reconciler.git.lock.RepositoryLock;
import dev.reconciler.git.replay.ReplayPack;
import dev.reconciler.git.replay.ReplayResult;
import dev.reconciler.git.replay.ReplayTask;
import dev.reconciler.git.replay.Replayer;
import dev.reconciler.git.repository.DataRepository;
import dev.reconciler.git.repository.RefStore;
import dev.reconciler.git.state.SharedHistory;
import java.io.IOException;
import java.util.Set;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;

/**
 * Replays local's own commits, and holds the result under a ref of ours until a branch holds it.
 *
 * <p>The committer date comes with the request, so a repeated replay writes the same commits.
 */
public final class ReplayStep {

    /** Replays the own commits as the request says. Moves no branch. */
    public ReplayAnswer run(DataRepository repository, ReplayRequest request) throws IOException {
        try (RepositoryLock lock = repository.lock()) {
            return newReplayAnswer(replay(repository, newReplayTask(repository, request), true));
        }
    }

    /** Replays in the same way, without a ref: git's garbage collection removes what was written. */
    public ReplayAnswer plan(DataRepository repository, ReplayRequest request) throws IOException {
        try (RepositoryLock lock = repository.lockWithoutCleanup()) {
            return newReplayAnswer(replay(repository, newReplayTask(repository, request), false));
        }
    }

    private static ReplayTask newReplayTask(DataRepository repository, ReplayRequest request) throws IOException {
        HistoryComparison history = HistoryComparison.between(
                repository.git(),
                CommitIds.of(request.local()),
                CommitIds.of(request.remote()),
                new SharedHistory(repository).sharedTips());
        // Onto the merge base there is nothing upstream that a commit could be a duplicate of.
        Set<ObjectId> upstream = request.onto().equals(request.remote()) ? history.upstream() : Set.of();
        return new ReplayTask(history.own(), upstream, CommitIds.of(request.onto()), request.committedAt());
    }

    /**
     * Replays commits, and writes them as packs. The caller holds the repository's lock throughout, so the next holder
     * knows that packs without an owner are of a killed replay, and sweeps them.
     *
     * @param hold whether a ref of ours shall hold the result
     */
    static ReplayResult replay(DataRepository repository, ReplayTask task, boolean hold) throws IOException {
        try (ReplayPack pack = ReplayPack.open(repository.git());
                ObjectReader reader = pack.inserter().newReader()) {
            ReplayResult result = new Replayer(repository.settings().identity(), repository.git())
                    .replay(task, reader, pack.inserter());
            ObjectId tip = result.tip();
            if (tip == null) {
                return result;
            }
            // Published packs have a .keep file until the ref holds their commits, so a garbage collection in between
            // does not take them. Killed in between, the run leaves packs with a .keep file: the next recovery sweeps.
            try (ReplayPack.PublishedPacks kept = pack.publish()) {
                if (hold) {
                    holdTip(repository, tip);
                }
            }
            return result;
        }
    }

    private static void holdTip(DataRepository repository, ObjectId tip) throws IOException {
        RefStore refs = repository.refs();
        String name = repository.names().replayed();
        refs.swap(name, refs.read(name), tip, "replayed");
    }

    private static ReplayAnswer newReplayAnswer(ReplayResult result) {
        ObjectId tip = result.tip();
        return new ReplayAnswer(
                tip == null ? ReplayAnswer.ReplayStatus.CONFLICT : ReplayAnswer.ReplayStatus.REPLAYED,
                tip == null ? null : CommitIds.of(tip),
                result.replayed(),
                result.keepOriginal(),
                result.detail());
    }
}
