package dev.reconciler.git.conflict;

import dev.reconciler.contract.PreservedConflict;
import dev.reconciler.model.RepositoryId;
import java.util.List;

/** What a host remembers of the cases of its conflicts, over restarts. Safe for use by several threads. */
public interface ConflictMemory {
    /** The conflicts that people were told of, and that were not seen to be over. */
    List<PreservedConflict> listOpen(RepositoryId repository);

    /** Whether the branch was seen to be merged while it held that commit. What is merged since may conflict again. */
    boolean isClosed(RepositoryId repository, PreservedConflict conflict);

    /** Remembers that the branch, which holds that commit, is merged. */
    void recordClosed(RepositoryId repository, PreservedConflict conflict);
}
