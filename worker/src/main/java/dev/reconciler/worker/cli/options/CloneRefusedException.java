package dev.reconciler.worker.cli.options;

import dev.reconciler.git.error.RefusedException;
import dev.reconciler.model.BranchName;
import dev.reconciler.model.ReconcileResult;
import dev.reconciler.model.RepositoryId;
import dev.reconciler.model.Trigger;

/** The clone that should give the remote belongs to another user, so that this program does not read its settings. */
public final class CloneRefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final transient RepositoryId repository;
    private final transient BranchName branch;
    private final RefusedException refused;

    CloneRefusedException(RepositoryId repository, BranchName branch, RefusedException refused) {
        super(refused.type() + ": " + refused.getMessage(), refused);
        this.repository = repository;
        this.branch = branch;
        this.refused = refused;
    }

    /** Makes the result of a run that failed for this reason. */
    public ReconcileResult newResult(Trigger trigger) {
        return ReconcileResult.failedUnseen(
                repository, branch, trigger, refused.type(), String.valueOf(refused.getMessage()));
    }
}
