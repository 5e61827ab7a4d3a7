package dev.reconciler.git.step;

import dev.reconciler.contract.PreservedConflict;
import dev.reconciler.contract.conflict.SettleAnswer;
import dev.reconciler.contract.conflict.SettleRequest;
import dev.reconciler.git.error.RefusedException;
import dev.reconciler.git.history.CommitIds;
import dev.reconciler.git.lock.RepositoryLock;
import dev.reconciler.git.remote.ConflictBranchRemote;
import dev.reconciler.git.remote.PushResult;
import dev.reconciler.git.remote.fetch.FetchedCommit;
import dev.reconciler.git.remote.transport.Deadline;
import dev.reconciler.git.repository.DataRepository;
import dev.reconciler.git.state.EscapedRefs;
import dev.reconciler.git.state.RewoundRefs;
import dev.reconciler.git.state.TipJournal;
import dev.reconciler.model.UtcName;
import java.io.IOException;
import java.util.Optional;
import org.eclipse.jgit.lib.ObjectId;
import org.jspecify.annotations.Nullable;

/** Removes a conflict branch that a person has decided on. What no branch would hold afterwards is kept before. */
public final class SettleConflictStep {
    /**
     * Removes it as the request says. A repeated step finds it gone.
     *
     * @throws RefusedException if the branch is not as the person saw it; it is then as before
     */
    public SettleAnswer run(DataRepository repository, SettleRequest request, Deadline deadline) throws IOException {
        PreservedConflict conflict = request.conflict();
        ConflictBranchRemote remote = new ConflictBranchRemote(repository.settings());
        Optional<FetchedCommit> fetched = remote.fetch(repository.git(), conflict.branch(), deadline);
        if (fetched.isEmpty()) {
            return new SettleAnswer(forget(repository, request));
        }
        String kept;
        // What was fetched is not kept from a garbage collection before a ref holds it.
        try (FetchedCommit held = fetched.get()) {
            ResolveConflictStep.requireSame(conflict, held.tip());
            kept = keep(repository, request.keep(), held.tip());
        }
        ObjectId commit = CommitIds.of(conflict.commit());
        if (remote.delete(repository.git(), conflict.branch(), commit, deadline) == PushResult.MOVED) {
            throw ResolveConflictStep.newMovedError(conflict);
        }
        forget(repository, request);
        return new SettleAnswer(kept);
    }

    private static @Nullable String keep(DataRepository repository, @Nullable UtcName name, ObjectId commit)
            throws IOException {
        if (name == null) {
            return null;
        }
        try (RepositoryLock lock = repository.lock()) {
            String ref = new RewoundRefs(repository).keepCommit(name, commit);
            new TipJournal(repository).addKept(commit);
            return ref;
        }
    }

    /** Forgets where the commit escaped to; answers the ref that keeps it by now. */
    private static @Nullable String forget(DataRepository repository, SettleRequest request) throws IOException {
        ObjectId commit = CommitIds.of(request.conflict().commit());
        try (RepositoryLock lock = repository.lock()) {
            Optional<String> kept = new RewoundRefs(repository).findRef(commit);
            // The branch is gone and nothing keeps its commits: that was somebody else.
            if (request.keep() != null && kept.isEmpty()) {
                throw ResolveConflictStep.newClosedError(request.conflict());
            }
            new EscapedRefs(repository).forget(request.conflict().branch());
            String edited = repository.names().edited(commit);
            repository.refs().deleteUnneeded(edited, repository.refs().read(edited), "settled");
            return request.keep() == null ? null : kept.orElse(null);
        }
    }
}
