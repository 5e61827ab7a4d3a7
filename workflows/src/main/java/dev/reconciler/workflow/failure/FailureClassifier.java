package dev.reconciler.workflow.failure;

import dev.reconciler.contract.ActivityName;
import dev.reconciler.contract.FailureDetails;
import dev.reconciler.contract.FailureTypes;
import dev.reconciler.model.ErrorType;
import dev.reconciler.workflow.failure.ActivityFailedException.Remedy;
import io.temporal.api.enums.v1.TimeoutType;
import io.temporal.common.converter.DataConverterException;
import io.temporal.failure.ActivityFailure;
import io.temporal.failure.ApplicationFailure;
import io.temporal.failure.CanceledFailure;
import io.temporal.failure.TimeoutFailure;

/** Sorts the failures of activities by who must act. */
public final class FailureClassifier {
    private FailureClassifier() {}

    /**
     * Says what the pass does about a failure of an activity.
     *
     * @throws ActivityFailure {@code failure} itself, where a person cancelled the run
     */
    public static ActivityFailedException classifyFailure(ActivityName activity, ActivityFailure failure) {
        Throwable cause = failure.getCause();
        if (cause instanceof CanceledFailure) {
            throw failure;
        }
        if (cause instanceof ApplicationFailure told) {
            return classifyFailure(activity, told);
        }
        if (cause instanceof TimeoutFailure timeout) {
            return classifyTimeout(activity, timeout);
        }
        return reportDefect(activity, String.valueOf(cause == null ? failure.getMessage() : cause.getMessage()));
    }

    /**
     * Says what the pass does about an answer with a word that this version does not know, as a host gives one during an
     * update. To guess at its meaning could lose a commit, and a workflow task that fails would be repeated for ever.
     */
    public static ActivityFailedException refuseAnswer(ActivityName activity, String host) {
        return new ActivityFailedException(
                Remedy.GIVE_UP,
                activity,
                ErrorType.UNSUPPORTED,
                "the worker of the host " + host + " is of a newer version, and answered the " + activity.word()
                        + " in words that this worker does not know; update this worker, the next run goes on where"
                        + " this one stopped",
                new FailureDetails(0, null));
    }

    /** The same where the activity itself said what went wrong, by one of {@link FailureTypes} or by an {@link ErrorType}. */
    public static ActivityFailedException classifyFailure(ActivityName activity, ApplicationFailure cause) {
        String type = cause.getType();
        String message = String.valueOf(cause.getOriginalMessage());
        if (FailureTypes.REMOTE_UNAVAILABLE.equals(type)) {
            FailureDetails details = readDetails(cause, 1);
            return details.turnQueue() == null
                    ? ActivityFailedException.waitable(activity, message, details)
                    : newTurn(activity, message, details);
        }
        ErrorType known = ErrorType.of(String.valueOf(type));
        if (FailureTypes.REPOSITORY_BUSY.equals(type) || FailureTypes.DISK_ERROR.equals(type)) {
            return new ActivityFailedException(Remedy.WAIT_BRIEFLY, activity, known, message, readDetails(cause, 0));
        }
        return new ActivityFailedException(Remedy.GIVE_UP, activity, known, message, readDetails(cause, 0));
    }

    /** The host was killed, or the remote did not let the activity end: a later attempt may succeed. */
    private static ActivityFailedException classifyTimeout(ActivityName activity, TimeoutFailure cause) {
        if (cause.getTimeoutType() == TimeoutType.TIMEOUT_TYPE_SCHEDULE_TO_START) {
            String message =
                    activity.talksToRemote() ? "no turn at the remote came" : "no turn came to call the application";
            return newTurn(activity, message, new FailureDetails(0, null));
        }
        String message =
                switch (cause.getTimeoutType()) {
                    case TIMEOUT_TYPE_HEARTBEAT -> "the host stopped in the middle of the " + activity.word();
                    default -> "the " + activity.word() + " did not end within its time limit";
                };
        return ActivityFailedException.waitable(
                activity, message, new FailureDetails(activity.talksToRemote() ? 1 : 0, null));
    }

    private static ActivityFailedException newTurn(ActivityName activity, String message, FailureDetails details) {
        return new ActivityFailedException(Remedy.WAIT_FOR_TURN, activity, ErrorType.INTERNAL, message, details);
    }

    private static ActivityFailedException reportDefect(ActivityName activity, String message) {
        return new ActivityFailedException(
                Remedy.GIVE_UP, activity, ErrorType.INTERNAL, message, new FailureDetails(0, null));
    }

    /** @param failedAttempts what counts where the failure has no details, or details of another program */
    private static FailureDetails readDetails(ApplicationFailure cause, int failedAttempts) {
        FailureDetails otherwise = new FailureDetails(failedAttempts, null);
        if (cause.getDetails().getSize() == 0) {
            return otherwise;
        }
        try {
            FailureDetails details = cause.getDetails().get(0, FailureDetails.class);
            return details == null ? otherwise : details;
        } catch (DataConverterException ofAnotherProgram) {
            return otherwise;
        }
    }
}
