package dev.reconciler.workflow;

import dev.reconciler.contract.FailureDetails;
import dev.reconciler.contract.FailureTypes;
import dev.reconciler.model.ErrorType;
import dev.reconciler.workflow.StepFailure.Remedy;
import io.temporal.common.converter.DataConverterException;
import io.temporal.failure.ActivityFailure;
import io.temporal.failure.ApplicationFailure;
import io.temporal.failure.CanceledFailure;
import io.temporal.failure.TimeoutFailure;

/** Sorts the failures of activities by who must act. */
final class Failures {
    private Failures() {}

    /** @throws ActivityFailure {@code failure} itself, where the run was cancelled */
    static StepFailure sort(Operation operation, ActivityFailure failure) {
        Throwable cause = failure.getCause();
        if (cause instanceof CanceledFailure) {
            throw failure;
        }
        if (cause instanceof ApplicationFailure refused) {
            return sort(operation, refused);
        }
        if (cause instanceof TimeoutFailure timeout) {
            return timedOut(operation, timeout);
        }
        return internal(operation, String.valueOf(cause == null ? failure.getMessage() : cause.getMessage()));
    }

    private static StepFailure sort(Operation operation, ApplicationFailure cause) {
        String type = cause.getType();
        String message = String.valueOf(cause.getOriginalMessage());
        if (FailureTypes.REMOTE_UNAVAILABLE.equals(type)) {
            return StepFailure.unavailable(operation, message, details(cause, 1));
        }
        if (FailureTypes.REPOSITORY_BUSY.equals(type)) {
            return new StepFailure(
                    Remedy.WAIT_BRIEFLY, operation, ErrorType.REPOSITORY_BUSY, message, details(cause, 0));
        }
        ErrorType known = ErrorType.of(String.valueOf(type));
        return new StepFailure(Remedy.GIVE_UP, operation, known, message, details(cause, 0));
    }

    private static StepFailure timedOut(Operation operation, TimeoutFailure cause) {
        String message =
                switch (cause.getTimeoutType()) {
                    case TIMEOUT_TYPE_HEARTBEAT -> "the host stopped in the middle of the " + operation.word();
                    default -> "the " + operation.word() + " did not end within its time limit";
                };
        return StepFailure.unavailable(operation, message, new FailureDetails(operation.remote() ? 1 : 0, null));
    }

    private static StepFailure internal(Operation operation, String message) {
        return new StepFailure(Remedy.GIVE_UP, operation, ErrorType.INTERNAL, message, new FailureDetails(0, null));
    }

    private static FailureDetails details(ApplicationFailure cause, int failedAttempts) {
        FailureDetails otherwise = new FailureDetails(failedAttempts, null);
        if (cause.getDetails().getSize() == 0) {
            return otherwise;
        }
        try {
            FailureDetails details = cause.getDetails().get(0, FailureDetails.class);
            return details == null ? otherwise : details;
        } catch (DataConverterException somebodyElses) {
            return otherwise;
        }
    }
}
