package dev.reconciler.contract;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import dev.reconciler.model.CommitId;
import dev.reconciler.model.UtcName;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Asks for commits to be put on a conflict branch of the remote.
 *
 * @param commit what the conflict branch shall hold
 * @param local where the local branch is, and {@code remote} where it will go: checked before anything is pushed
 * @param name the branch's name below {@code conflicts/}, for the first try
 * @param earlier what this run preserved already, to be moved forward instead of adding a branch; null at first
 * @param limit how long all attempts of this activity together may take
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record PreserveRequest(
        RepositoryBranch target,
        CommitId commit,
        CommitId local,
        CommitId remote,
        UtcName name,
        @Nullable PreservedConflict earlier,
        Duration limit) {}
