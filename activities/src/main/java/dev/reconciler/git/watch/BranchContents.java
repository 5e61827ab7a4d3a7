package dev.reconciler.git.watch;

import dev.reconciler.git.error.GitException;
import dev.reconciler.git.history.Ancestry;
import dev.reconciler.git.history.CommitIds;
import dev.reconciler.git.repository.DataRepository;
import dev.reconciler.git.repository.RepositorySettings;
import dev.reconciler.git.state.SharedHistory;
import dev.reconciler.model.CommitId;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jgit.lib.ObjectId;
import org.jspecify.annotations.Nullable;

/**
 * Tells pushes to the remote branch that are no news from the others, without the repository's lock and without any
 * change.
 */
public final class BranchContents {
    private BranchContents() {}

    /**
     * Whether a push to the remote branch is no news: local has the commit that the push brought, and the push took no
     * commit back that this repository has.
     *
     * @param before the remote branch before the push; null where that is unknown, or there was none
     * @param after the remote branch after the push
     * @return false in doubt, also where there is no repository or this process can't read it
     */
    public static boolean coverPush(RepositorySettings settings, @Nullable CommitId before, CommitId after) {
        try {
            Optional<DataRepository> there = DataRepository.open(settings);
            if (there.isEmpty()) {
                return false;
            }
            try (DataRepository repository = there.get()) {
                ObjectId tip = CommitIds.of(after);
                return Ancestry.isAncestorByDate(repository.git(), tip, repository.local())
                        && isForward(repository, findBefore(repository, before), tip);
            }
        } catch (IOException | GitException unreadable) {
            return false;
        }
    }

    // A sender may not know what the push replaced, and what it names may never have been fetched: then what the remote
    // was last seen to hold stands for it. Our own push is ahead of that, or is that.
    private static Set<ObjectId> findBefore(DataRepository repository, @Nullable CommitId before) throws IOException {
        return before != null && repository.git().getObjectDatabase().has(CommitIds.of(before))
                ? Set.of(CommitIds.of(before))
                : new SharedHistory(repository).sharedTips();
    }

    private static boolean isForward(DataRepository repository, Set<ObjectId> before, ObjectId after)
            throws IOException {
        for (ObjectId tip : before) {
            if (!Ancestry.isAncestorByDate(repository.git(), tip, after)) {
                return false;
            }
        }
        return !before.isEmpty();
    }
}
