package dev.reconciler.git.conflict;

import dev.reconciler.contract.PreservedConflict;
import dev.reconciler.git.repository.DataRepository;
import dev.reconciler.model.CommitId;
import dev.reconciler.model.RepositoryId;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.lib.ObjectId;

/** What a host remembers of the cases of its conflicts, over restarts. Safe for use by several threads. */
public interface ConflictMemory {
    /** The conflicts that people were told of, and that were not seen to be over. */
    List<PreservedConflict> listOpen(RepositoryId repository);

    /** How the branch was seen to be merged while it held that commit; empty where it was not. */
    Optional<SeenMerge> findMerge(RepositoryId repository, PreservedConflict conflict);

    /** Whether the branch was seen to be merged while it held that commit, and the remote has the merge still. */
    default boolean isMerged(DataRepository clone, PreservedConflict conflict, ObjectId remote) throws IOException {
        Optional<SeenMerge> merge = findMerge(clone.settings().id(), conflict);
        return merge.isPresent() && merge.get().isHeldBy(clone, remote);
    }

    /**
     * Remembers that the branch, which holds that commit, is merged.
     *
     * @param remote what the remote's branch held then
     */
    void recordMerge(RepositoryId repository, PreservedConflict conflict, CommitId remote);
}
