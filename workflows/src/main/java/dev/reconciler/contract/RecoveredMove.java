package dev.reconciler.contract;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import dev.reconciler.model.CommitId;
import dev.reconciler.model.Outcome;
import org.jspecify.annotations.Nullable;

/**
 * A move of the local branch that an earlier run was killed in, and that was finished now.
 *
 * @param from where the branch was before
 * @param outcome what the move belongs to
 * @param ahead commits that the branch held then and the remote lacks now
 * @param behind commits of the remote now that the branch lacked then
 * @param conflictBranch the branch on the remote that holds what was let go of; null where there is none
 * @param keptRef the local ref that holds what was let go of; null where there is none
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record RecoveredMove(
        CommitId from,
        Outcome outcome,
        int ahead,
        int behind,
        @Nullable String conflictBranch,
        @Nullable String keptRef) {}
