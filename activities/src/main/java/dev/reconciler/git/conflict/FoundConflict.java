package dev.reconciler.git.conflict;

import dev.reconciler.contract.PreservedConflict;
import dev.reconciler.model.CommitId;
import java.time.Instant;
import java.util.List;

/**
 * A conflict branch that is still to be decided.
 *
 * @param conflict the branch, and the commit that it holds
 * @param remote the commit of the branch that is reconciled, on the remote
 * @param isOwn whether a run of this clone has put the commits there
 * @param files the paths that conflict with the remote's; where none does any more, those that a merge would change
 * @param since when the run began that put the commits there
 */
public record FoundConflict(
        PreservedConflict conflict, CommitId remote, boolean isOwn, List<String> files, Instant since) {
    public FoundConflict {
        files = List.copyOf(files);
    }
}
