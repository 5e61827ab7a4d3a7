package dev.reconciler.git.step;

import dev.reconciler.contract.ReplayAnswer;
import dev.reconciler.contract.ReplayRequest;
import dev.reconciler.git.error.RefusedException;
import dev.reconciler.git.error.RepositoryBusyException;
import dev.reconciler.git.history.CommitIds;
import dev.reconciler.git.history.HistoryComparison;
import dev.reconciler.git.lock.RepositoryLock;
import dev.reconciler.git.replay.CommitSealer;
import dev.reconciler.git.replay.ReplayPack;
import dev.reconciler.git.replay.ReplayResult;
import dev.reconciler.git.replay.ReplayTask;
import dev.reconciler.git.replay.Replayer;
import dev.reconciler.git.replay.SigningSealer;
import dev.reconciler.git.repository.DataRepository;
import dev.reconciler.git.repository.RefStore;
import dev.reconciler.git.signing.CommitSigner;
import dev.reconciler.git.signing.CommitSigners;
import dev.reconciler.git.state.SharedHistory;
import dev.reconciler.git.state.TwinNotes;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;

/**
 * Replays local's own commits, and holds the result under a ref of ours until a branch holds it.
 *
 * <p>The committer date comes with the request, so a repeated replay writes the same commits. Signed ones are taken from
 * the {@link TwinNotes} of the first one.
 */
public final class ReplayStep {

    /**
     * Replays the own commits as the request says. Moves no branch.
     *
     * @throws RefusedException of type Unsupported if the commits would be signed and can't be
     * @throws RepositoryBusyException if the branch has left the request's commit meanwhile
     */
    public ReplayAnswer run(DataRepository repository, ReplayRequest request) throws IOException {
        try (RepositoryLock lock = repository.lock()) {
            return newReplayAnswer(replay(repository, newReplayTask(repository, request)));
        }
    }

    /** Replays in the same way, without a ref: git's garbage collection removes what was written. */
    public ReplayAnswer plan(DataRepository repository, ReplayRequest request) throws IOException {
        try (RepositoryLock lock = repository.lockWithoutCleanup()) {
            return newReplayAnswer(tryReplay(repository, newReplayTask(repository, request)));
        }
    }

    private static ReplayTask newReplayTask(DataRepository repository, ReplayRequest request) throws IOException {
        HistoryComparison history =
                new SharedHistory(repository).compare(CommitIds.of(request.local()), CommitIds.of(request.remote()));
        // Onto the merge base there is nothing upstream that a commit could be a duplicate of.
        Set<ObjectId> upstream = request.onto().equals(request.remote()) ? history.upstream() : Set.of();
        return new ReplayTask(history.own(), upstream, CommitIds.of(request.onto()), request.committedAt());
    }

    /**
     * Replays commits, writes them as packs, and holds the last one by a ref of ours. The caller holds the repository's
     * lock throughout, so the next holder knows that packs without an owner are of a killed replay, and sweeps them.
     *
     * @throws RefusedException of type Unsupported if the commits would be signed and can't be; then no ref has changed
     */
    static ReplayResult replay(DataRepository repository, ReplayTask task) throws IOException {
        Optional<CommitSigner> signer = CommitSigners.find(repository);
        try (ReplayPack pack = ReplayPack.open(repository.git());
                ObjectReader reader = pack.inserter().newReader()) {
            TwinNotes notes = new TwinNotes(repository, reader);
            CommitSealer sealer = signer.isPresent()
                    ? new SigningSealer(signer.get(), notes, reader, pack.folder())
                    : CommitSealer.UNSIGNED;
            ReplayResult result = replayInto(pack, reader, repository, task, sealer);
            ObjectId tip = result.tip();
            if (tip == null) {
                return result;
            }
            Map<ObjectId, ObjectId> twins = result.allTwins();
            Optional<ObjectId> noted = twins.isEmpty()
                    ? Optional.empty()
                    : Optional.of(notes.write(twins, task.committedAt(), pack.inserter()));
            // Published packs have a .keep file until the ref holds their commits, so a garbage collection in between
            // does not take them. Killed in between, the run leaves packs with a .keep file: the next recovery sweeps.
            try (ReplayPack.PublishedPacks kept = pack.publish(repository.syncs())) {
                // Noted before anything uses a twin: a repeated step must end with the same twins, and a signature
                // can't be made twice. Killed between the two refs, or kept from the second by a lock file of another
                // process, the run leaves notes on twins that the next one takes.
                if (noted.isPresent()) {
                    notes.publish(noted.get());
                }
                // Its lock file is not made before: on btrfs one that was synced, and renamed some writes later, was
                // back after a power cut.
                holdTip(repository, tip);
            }
            return result;
        }
    }

    /** Replays without a ref and without a signature, but for one that is made to see whether the key works. */
    static ReplayResult tryReplay(DataRepository repository, ReplayTask task) throws IOException {
        Optional<CommitSigner> signer = CommitSigners.find(repository);
        try (ReplayPack pack = ReplayPack.open(repository.git());
                ObjectReader reader = pack.inserter().newReader()) {
            ReplayResult result = replayInto(pack, reader, repository, task, CommitSealer.UNSIGNED);
            ObjectId tip = result.tip();
            if (tip != null && signer.isPresent() && result.replayed() > 0) {
                signer.get().sign(reader.open(tip).getBytes(), pack.folder());
            }
            if (tip != null) {
                pack.publish(repository.syncs()).close();
            }
            return result;
        }
    }

    private static ReplayResult replayInto(
            ReplayPack pack, ObjectReader reader, DataRepository repository, ReplayTask task, CommitSealer sealer)
            throws IOException {
        return new Replayer(repository.settings().identity(), repository.git(), sealer)
                .replay(task, reader, pack.inserter());
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
