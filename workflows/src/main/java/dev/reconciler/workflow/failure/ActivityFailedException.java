package dev.reconciler.workflow.failure;

import dev.reconciler.contract.ActivityName;
import dev.reconciler.contract.FailureDetails;
import dev.reconciler.model.BoundedText;
import dev.reconciler.model.ErrorType;

/** An activity failed; says what the pass does about it. Never leaves workflow code. */
public final class ActivityFailedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Remedy remedy;
    private final ActivityName activity;
    private final ErrorType type;
    private final transient FailureDetails details;

    ActivityFailedException(
            Remedy remedy, ActivityName activity, ErrorType type, String message, FailureDetails details) {
        super(BoundedText.bound(message));
        this.remedy = remedy;
        this.activity = activity;
        this.type = type;
        this.details = details;
    }

    /** A failure that the pass waits out, since the remote is away or a time limit was met. */
    public static ActivityFailedException waitable(ActivityName activity, String message, FailureDetails details) {
        return new ActivityFailedException(Remedy.WAIT, activity, ErrorType.INTERNAL, message, details);
    }

    /**
     * Makes the same failure with another text where a person must act. One that is waited out keeps its own: what the
     * pass says at the end of its budget has it as a part.
     */
    public ActivityFailedException withText(String text) {
        return remedy == Remedy.GIVE_UP ? new ActivityFailedException(remedy, activity, type, text, details) : this;
    }

    public Remedy remedy() {
        return remedy;
    }

    public ActivityName activity() {
        return activity;
    }

    /** What the run fails with, where it fails. */
    public ErrorType type() {
        return type;
    }

    /** What the activity told besides its error. */
    public FailureDetails details() {
        return details;
    }

    /** The error as a sentence for people, never blank. */
    public String text() {
        String message = getMessage();
        return message == null || message.isBlank() ? activity.word() + " failed without a message" : message;
    }

    /** What the pass does about a failure. */
    public enum Remedy {
        /** The pass waits for as long as its budget says; no person must act. */
        WAIT,
        /** Another program holds the repository, or the disk refuses: the pass waits for seconds. */
        WAIT_BRIEFLY,
        /** The activity was not tried: it gets its turn at the remote in the queue that the details name, or is asked anew. */
        WAIT_FOR_TURN,
        /** A person must act: the run fails. */
        GIVE_UP
    }
}
