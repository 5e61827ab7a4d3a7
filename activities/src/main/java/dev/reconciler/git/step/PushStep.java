package dev.reconciler.git.step;

import dev.reconciler.contract.PushAnswer;
import dev.reconciler.contract.PushRequest;
import dev.reconciler.git.history.Ancestry;
import dev.reconciler.git.history.CommitIds;
import dev.reconciler.git.lease.WaitingMove;
import dev.reconciler.git.lock.RepositoryLock;
import dev.reconciler.git.remote.GitRemote;
import dev.reconciler.git.remote.PushResult;
import dev.reconciler.git.remote.transport.Deadline;
import dev.reconciler.git.repository.DataRepository;
import dev.reconciler.git.state.RewoundRefs;
import dev.reconciler.git.state.SharedHistory;
import dev.reconciler.git.state.TipJournal;
import java.io.IOException;
import org.eclipse.jgit.lib.ObjectId;
import org.jspecify.annotations.Nullable;

/** Pushes the branch, and records that both sides hold it. */
public final class PushStep {

    /** Pushes. The answer's {@code failedAttempts} is 0: the caller repeats the step and counts. */
    public PushAnswer run(DataRepository repository, PushRequest request, Deadline deadline) throws IOException {
        SharedHistory.RecordMark begun = new SharedHistory(repository).mark();
        PushResult result = new GitRemote(repository.settings())
                .push(
                        repository.git(),
                        repository.names().branch(),
                        CommitIds.of(request.expected()),
                        CommitIds.of(request.next()),
                        deadline);
        return switch (result) {
            case DONE -> {
                // Killed before this, the run leaves a pushed commit that is not on record. The repeated push finds the
                // commit on the remote and records it, and so does the next fetch.
                try (RepositoryLock lock = repository.lock()) {
                    new SharedHistory(repository).recordAgreed(CommitIds.of(request.next()), begun);
                    // The application has merged what a move under its lease would have brought.
                    new WaitingMove(repository).forget();
                }
                yield new PushAnswer(PushAnswer.PushStatus.DONE, 0);
            }
            case MOVED -> new PushAnswer(PushAnswer.PushStatus.MOVED, 0);
        };
    }

    /**
     * Keeps what the run has replayed, where the remote refuses the twins for good.
     *
     * @return the full name of the ref; null where there is nothing to keep, as where the branch still holds it
     */
    public static @Nullable String keepReplayed(DataRepository repository, PushRequest request) throws IOException {
        if (request.replayed() == null || request.keep() == null) {
            return null;
        }
        ObjectId replayed = CommitIds.of(request.replayed());
        try (RepositoryLock lock = repository.lock()) {
            if (Ancestry.contains(repository.git(), repository.local(), replayed)) {
                return null;
            }
            new TipJournal(repository).addKept(replayed);
            return new RewoundRefs(repository).keepCommit(request.keep(), replayed);
        }
    }
}
