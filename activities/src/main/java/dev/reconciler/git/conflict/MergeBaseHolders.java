package dev.reconciler.git.conflict;

import dev.reconciler.git.error.GitException;
import dev.reconciler.git.error.RefusedException;
import dev.reconciler.git.history.Ancestry;
import dev.reconciler.git.history.CommitIds;
import dev.reconciler.git.history.HistoryComparison;
import dev.reconciler.git.remote.GitRemote;
import dev.reconciler.git.remote.fetch.FetchedCommit;
import dev.reconciler.git.remote.transport.Deadline;
import dev.reconciler.git.repository.DataRepository;
import dev.reconciler.git.repository.RepositorySettings;
import dev.reconciler.model.ErrorType;
import dev.reconciler.model.RepositoryId;
import java.io.IOException;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.eclipse.jgit.lib.ObjectId;
import org.jspecify.annotations.Nullable;

/**
 * Finds from which branches of one remote the commits of a conflict may have come: from those that hold the commit on which
 * they began. With
 *
 * <pre>
 *   A---B---C      main
 *        \
 *         D---E    dev
 *          \
 *           X      conflicts/…
 * </pre>
 *
 * X has B in common with main and D with dev. It began at D, the later of the two, which dev alone holds. Had it begun at
 * A, both would hold that.
 */
public final class MergeBaseHolders {
    private final DataRepository repository;
    private final ObjectId conflict;
    private final Set<RepositoryId> unknown = new HashSet<>();
    private final Map<RepositoryId, ObjectId> tips = new LinkedHashMap<>();

    private MergeBaseHolders(DataRepository repository, ObjectId conflict) {
        this.repository = repository;
        this.conflict = conflict;
    }

    /**
     * Asks the remote for the other branches, and fetches their objects into the repository. A branch that can't be read
     * may be the one; one that the remote does not have is not.
     *
     * @param repository a clone of the remote, whose own branch is one of them
     * @param others what else is configured with that remote
     */
    public static Set<RepositoryId> find(
            DataRepository repository, FoundConflict found, List<RepositorySettings> others, Deadline deadline)
            throws IOException {
        MergeBaseHolders holders =
                new MergeBaseHolders(repository, CommitIds.of(found.conflict().commit()));
        holders.tips.put(repository.settings().id(), CommitIds.of(found.remote()));
        for (RepositorySettings other : others) {
            // On many hosts one branch is reconciled: it is read once.
            if (other.branch().equals(repository.settings().branch())) {
                holders.tips.put(other.id(), CommitIds.of(found.remote()));
            } else {
                holders.readTip(other, deadline);
            }
        }
        return holders.findAll();
    }

    private void readTip(RepositorySettings other, Deadline deadline) throws IOException {
        try (FetchedCommit fetched = new GitRemote(other).fetch(repository.git(), ObjectId.zeroId(), deadline)) {
            tips.put(other.id(), fetched.tip());
        } catch (GitException unread) {
            if (!(unread instanceof RefusedException refused) || refused.type() != ErrorType.BRANCH_MISSING) {
                unknown.add(other.id());
            }
        }
    }

    private Set<RepositoryId> findAll() throws IOException {
        Set<RepositoryId> holders = new HashSet<>(unknown);
        ObjectId base = findLatestBase();
        for (Map.Entry<RepositoryId, ObjectId> each : tips.entrySet()) {
            if (base != null && Ancestry.contains(repository.git(), each.getValue(), base)) {
                holders.add(each.getKey());
            }
        }
        return holders;
    }

    /** The nearer the branch, the fewer commits the conflict has beside it. */
    private @Nullable ObjectId findLatestBase() throws IOException {
        ObjectId latest = null;
        int fewest = Integer.MAX_VALUE;
        for (ObjectId tip : tips.values()) {
            HistoryComparison history = HistoryComparison.between(repository.git(), conflict, tip, Set.of());
            if (history.mergeBase() != null && history.ahead() < fewest) {
                fewest = history.ahead();
                latest = history.mergeBase();
            }
        }
        return latest;
    }
}
