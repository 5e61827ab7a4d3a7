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
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Whose a conflict is that a clone's remote shows. */
enum ConflictOrigin {
    /** A run of this clone has put it there, or it can only be this one's. */
    HERE,
    /** Another configured repository's. */
    ELSEWHERE,
    /** It may be this one's, or another's. */
    UNKNOWN;

    /**
     * Finds out of one that no run of this clone has put there.
     *
     * @param clone whose remote shows it
     * @param here what else this host has with that remote
     * @param elsewhere the branches of that remote that other hosts have, by this clone's remote; asked where no clone of
     *     this host has put it there
     */
    static ConflictOrigin find(
            DataRepository clone,
            FoundConflict found,
            List<RepositorySettings> here,
            Supplier<List<RepositorySettings>> elsewhere,
            Deadline deadline)
            throws IOException {
        BranchName branch = found.conflict().branch();
        if (here.stream().anyMatch(other -> hasEscaped(other, branch))) {
            return ELSEWHERE;
        }
        List<RepositorySettings> others =
                Stream.concat(here.stream(), elsewhere.get().stream()).toList();
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
