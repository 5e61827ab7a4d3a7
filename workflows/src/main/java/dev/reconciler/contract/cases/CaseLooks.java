package dev.reconciler.contract.cases;

import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityMethod;

/** What the case of a conflict asks of the host that has the clone. */
@ActivityInterface
public interface CaseLooks {
    /**
     * Asks the remote whether the conflict is open. Changes no ref, here or there.
     *
     * <p>A failure is that of {@link dev.reconciler.contract.RepositoryActivities}.
     */
    @ActivityMethod(name = "Look")
    ConflictLook look(LookRequest request);
}
