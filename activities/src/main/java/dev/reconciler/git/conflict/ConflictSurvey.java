package dev.reconciler.git.conflict;

import dev.reconciler.contract.PreservedConflict;
import dev.reconciler.git.history.CommitIds;
import dev.reconciler.git.remote.AdvertisedRefs;
import dev.reconciler.git.remote.ConflictBranchRemote;
import dev.reconciler.git.remote.GitRemote;
import dev.reconciler.git.remote.fetch.FetchedCommit;
import dev.reconciler.git.remote.transport.Deadline;
import dev.reconciler.git.repository.DataRepository;
import dev.reconciler.git.state.EscapedRefs;
import dev.reconciler.git.state.RefTimes;
import dev.reconciler.git.tree.BytePath;
import dev.reconciler.model.BranchName;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.eclipse.jgit.lib.ObjectId;

/**
 * Finds the conflict branches of the remote that are still to be decided: those that the reconciled branch does not hold,
 * and whose merge would change it. A branch that a person has merged, squashed or picked by hand is none of them.
 *
 * <p>Objects that the clone lacks are fetched. No ref changes, and no lock is taken.
 */
public final class ConflictSurvey {
    private static final String HEADS = "refs/heads/";

    private final DataRepository repository;
    private final Deadline deadline;

    private ConflictSurvey(DataRepository repository, Deadline deadline) {
        this.repository = repository;
        this.deadline = deadline;
    }

    /**
     * Asks the remote.
     *
     * @return in the order of their names
     * @throws dev.reconciler.git.error.GitException if the remote does not answer or refuses
     */
    public static List<FoundConflict> list(DataRepository repository, Deadline deadline) throws IOException {
        return new ConflictSurvey(repository, deadline).listOpen();
    }

    private List<FoundConflict> listOpen() throws IOException {
        GitRemote remote = new GitRemote(repository.settings());
        AdvertisedRefs refs = remote.readAdvertisedRefs(repository.git(), deadline);
        List<FoundConflict> found = new ArrayList<>();
        if (refs.conflicts().isEmpty()) {
            return found;
        }
        List<EscapedRefs.EscapedCommit> own = new EscapedRefs(repository).list();
        try (FetchedCommit fetched = remote.fetch(repository.git(), repository.local(), deadline)) {
            for (Map.Entry<String, ObjectId> each : new TreeMap<>(refs.conflicts()).entrySet()) {
                BranchName branch = new BranchName(each.getKey().substring(HEADS.length()));
                boolean isOwn = own.stream().anyMatch(one -> one.conflict().equals(branch));
                examine(branch, each.getValue(), fetched.tip(), isOwn).ifPresent(found::add);
            }
        }
        return found;
    }

    private Optional<FoundConflict> examine(BranchName branch, ObjectId commit, ObjectId remote, boolean isOwn)
            throws IOException {
        if (repository.git().getObjectDatabase().has(commit)) {
            return describe(branch, commit, remote, isOwn);
        }
        Optional<FetchedCommit> fetched =
                new ConflictBranchRemote(repository.settings()).fetch(repository.git(), branch, deadline);
        if (fetched.isEmpty()) {
            return Optional.empty();
        }
        try (FetchedCommit held = fetched.get()) {
            return describe(branch, held.tip(), remote, isOwn);
        }
    }

    private Optional<FoundConflict> describe(BranchName branch, ObjectId commit, ObjectId remote, boolean isOwn)
            throws IOException {
        ComparedConflict sides = ComparedConflict.compare(repository, commit, remote);
        if (sides.isUnrelated() || sides.isMerged()) {
            return Optional.empty();
        }
        return Optional.of(new FoundConflict(
                new PreservedConflict(branch, CommitIds.of(commit)),
                CommitIds.of(remote),
                isOwn,
                sides.files().stream().map(BytePath::toString).toList(),
                RefTimes.parse(branch.value()).orElseThrow()));
    }
}
