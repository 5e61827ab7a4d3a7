package dev.reconciler.contract.conflict;

import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityMethod;

/**
 * What a run asks of the host about a conflict branch of the remote; the activities keep to the rules of {@link
 * dev.reconciler.contract.RepositoryActivities}.
 *
 * <p>A branch that is gone, or that holds another commit than the person saw, is a failure with one of {@link
 * ConflictReasons}: somebody else acted first.
 */
@ActivityInterface
public interface ConflictActivities {
    /**
     * Replays the branch's commits on what the remote holds, in the object database; the same request gives the same
     * commits. Fetches them where the host lacks them.
     */
    @ActivityMethod(name = "Resolve")
    ResolveAnswer resolve(ResolveRequest request);

    /** Keeps the commits in the local repository, where the request says so, and removes the branch from the remote. */
    @ActivityMethod(name = "Settle")
    SettleAnswer settle(SettleRequest request);
}
