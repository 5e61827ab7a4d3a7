package dev.reconciler.workflow;

import dev.reconciler.contract.FailureDetails;
import dev.reconciler.model.ErrorType;

/** An activity that failed, sorted by who must act. Never leaves the workflow's own code. */
final class StepFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** What is done about it. */
    enum Remedy {
        /** The remote is away, or a time limit was met: wait as long as the budget says. */
        WAIT,
        /** Somebody else holds the repository: wait for seconds. */
        WAIT_BRIEFLY,
        /** A person must act. */
        GIVE_UP
    }

    private final Remedy remedy;
    private final Operation operation;
    private final ErrorType type;
    private final transient FailureDetails details;

    StepFailure(Remedy remedy, Operation operation, ErrorType type, String message, FailureDetails details) {
        super(message);
        this.remedy = remedy;
        this.operation = operation;
        this.type = type;
        this.details = details;
    }

    static StepFailure unavailable(Operation operation, String message, FailureDetails details) {
        return new StepFailure(Remedy.WAIT, operation, ErrorType.INTERNAL, message, details);
    }

    Remedy remedy() {
        return remedy;
    }

    Operation operation() {
        return operation;
    }

    /** What the run fails with, where it fails. */
    ErrorType type() {
        return type;
    }

    /** What the activity told besides. */
    FailureDetails details() {
        return details;
    }

    String text() {
        String message = getMessage();
        return message == null || message.isBlank() ? operation.word() + " failed without a message" : message;
    }
}
