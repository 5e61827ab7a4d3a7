package dev.reconciler.contract;

import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityMethod;

/**
 * What the workflow asks of the host that has a repository on its disk.
 *
 * <p>Each activity can be repeated: it looks first whether its effect is already there. Each that moves a ref moves it by
 * compare-and-swap from the commit that the decision was taken on; where that is no longer there, the answer is
 * {@code MOVED}, a value and no failure. A failure is an {@link io.temporal.failure.ApplicationFailure} whose type is
 * one of {@link FailureTypes}; nothing was changed by an activity that failed, except objects that nothing refers to.
 */
@ActivityInterface
public interface RepositoryActivities {

    /**
     * Looks at both sides, and brings the remote's commits into the object database where they differ. Finishes what an
     * interrupted run left on the disk, and makes the clone where there is none. Moves no branch of an existing clone.
     */
    @ActivityMethod(name = "Fetch")
    RemoteState fetch(FetchRequest request);

    /** Says how the two commits differ, in the light of what both sides were once seen to hold. */
    @ActivityMethod(name = "Classify")
    Classification classify(ClassifyRequest request);

    /** Replays local's own commits onto a commit, in the object database; the same request gives the same commits. */
    @ActivityMethod(name = "Replay")
    ReplayAnswer replay(ReplayRequest request);

    /** Moves the local branch, and the work tree where HEAD is on it, forward or onto a replay's commits. */
    @ActivityMethod(name = "Advance")
    MoveAnswer advance(MoveRequest request);

    /** Pushes the branch, from the commit that the remote was seen to hold; ends only when the remote holds the new one. */
    @ActivityMethod(name = "Push")
    PushAnswer push(PushRequest request);

    /** Pushes commits that conflict to a new branch of the remote; refuses beforehand what {@link #adopt} would refuse. */
    @ActivityMethod(name = "Preserve")
    PreserveAnswer preserve(PreserveRequest request);

    /** Reads the conflict branch back from the remote. */
    @ActivityMethod(name = "Verify")
    VerifyAnswer verify(VerifyRequest request);

    /** Lets go of local commits that are safe elsewhere, and follows the remote. */
    @ActivityMethod(name = "Adopt")
    MoveAnswer adopt(MoveRequest request);

    /** Tells the application that its branch moved, where the configuration says how. */
    @ActivityMethod(name = "Reload")
    ReloadAnswer reload(ReloadRequest request);
}
