package dev.reconciler.git.repository;

import dev.reconciler.git.error.GitException;
import dev.reconciler.git.history.Ancestry;
import dev.reconciler.git.history.CommitIds;
import dev.reconciler.model.CommitId;
import java.io.IOException;
import java.util.Optional;
import org.eclipse.jgit.lib.ObjectId;
import org.jspecify.annotations.Nullable;

/** Answers what the local branch holds, without the {@link dev.reconciler.git.lock.RepositoryLock} and without any change. */
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
                        && (before == null || isForward(repository, CommitIds.of(before), tip));
            }
        } catch (IOException | GitException unreadable) {
            return false;
        }
    }

    // A commit that was never fetched is on no branch here, so this repository has nothing to take back.
    private static boolean isForward(DataRepository repository, ObjectId before, ObjectId after) throws IOException {
        return !repository.git().getObjectDatabase().has(before)
                || Ancestry.isAncestorByDate(repository.git(), before, after);
    }
}
