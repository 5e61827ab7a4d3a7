package dev.reconciler.worker.conflict;

import dev.reconciler.git.conflict.FoundConflict;
import dev.reconciler.git.conflict.MergeBaseHolders;
import dev.reconciler.git.error.GitException;
import dev.reconciler.git.remote.transport.Deadline;
import dev.reconciler.git.repository.DataRepository;
import dev.reconciler.git.repository.RepositorySettings;
import dev.reconciler.git.state.EscapedRefs;
import dev.reconciler.model.BranchName;
import dev.reconciler.model.RepositoryId;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Whose a conflict is that a clone's remote shows. */
enum ConflictOrigin {
    /** A run of this clone has put it there, or it can only be this one's. */
    HERE,
    /** Another configured repository's. */
    ELSEWHERE,
    /** It may be this one's, and another's too. */
    UNKNOWN;

    /**
     * Finds out.
     *
     * @param clone whose remote shows it
     * @param others what else is configured with that remote
     */
    static ConflictOrigin find(
            DataRepository clone, FoundConflict found, List<RepositorySettings> others, Deadline deadline)
            throws IOException {
        if (found.isOwn() || others.isEmpty()) {
            return HERE;
        }
        BranchName branch = found.conflict().branch();
        if (others.stream().anyMatch(other -> hasEscaped(other, branch))) {
            return ELSEWHERE;
        }
        Set<RepositoryId> holders = MergeBaseHolders.find(clone, found, others, deadline);
        if (!holders.contains(clone.settings().id())) {
            return ELSEWHERE;
        }
        return holders.size() == 1 ? HERE : UNKNOWN;
    }

    // A clone that can't be used tells nothing, and its owner hears of that from its own runs.
    private static boolean hasEscaped(RepositorySettings other, BranchName conflict) {
        try {
            Optional<DataRepository> there = DataRepository.open(other);
            if (there.isEmpty()) {
                return false;
            }
            try (DataRepository clone = there.get()) {
                return new EscapedRefs(clone)
                        .list().stream().anyMatch(each -> each.conflict().equals(conflict));
            }
        } catch (GitException | IOException unusable) {
            return false;
        }
    }
}
