package dev.reconciler.workflow.failure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reconciler.contract.ActivityName;
import dev.reconciler.contract.FailureDetails;
import dev.reconciler.contract.FailureTypes;
import dev.reconciler.model.CommitId;
import dev.reconciler.model.ErrorType;
import dev.reconciler.workflow.failure.ActivityFailedException.Remedy;
import io.temporal.api.enums.v1.RetryState;
import io.temporal.api.enums.v1.TimeoutType;
import io.temporal.common.converter.DataConverter;
import io.temporal.common.converter.DefaultDataConverter;
import io.temporal.failure.ActivityFailure;
import io.temporal.failure.ApplicationFailure;
import io.temporal.failure.CanceledFailure;
import io.temporal.failure.TimeoutFailure;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FailureClassifierTest {
    private static final DataConverter CONVERTER = DefaultDataConverter.newDefaultInstance();
    private static final CommitId LOCAL = new CommitId("a".repeat(40));

    @Test
    void aRemoteThatIsAwayIsWaitedForAndItsDetailsAreTaken() {
        ActivityFailedException failed = classifyCause(
                ActivityName.FETCH, failWithType(FailureTypes.REMOTE_UNAVAILABLE, new FailureDetails(3, LOCAL)));

        assertThat(failed.remedy()).isEqualTo(Remedy.WAIT);
        assertThat(failed.details()).isEqualTo(new FailureDetails(3, LOCAL));
        assertThat(failed.text()).isEqualTo("told by the activity");
    }

    @ParameterizedTest
    @EnumSource(
            value = ErrorType.class,
            names = {"REPOSITORY_BUSY", "DISK_ERROR"})
    void aRepositoryThatAnotherProgramHoldsAndADiskThatRefusesAreWaitedForBriefly(ErrorType type) {
        ActivityFailedException failed = classifyCause(ActivityName.ADVANCE, failWithType(type.wire()));

        assertThat(failed.remedy()).isEqualTo(Remedy.WAIT_BRIEFLY);
        assertThat(failed.type()).isEqualTo(type);
        assertThat(failed.details()).isEqualTo(new FailureDetails(0, null));
    }

    @ParameterizedTest
    @EnumSource(
            value = ErrorType.class,
            names = {"REPOSITORY_BUSY", "DISK_ERROR"},
            mode = EnumSource.Mode.EXCLUDE)
    void everyOtherErrorTypeIsForAPerson(ErrorType type) {
        ActivityFailedException failed = classifyCause(ActivityName.PUSH, failWithType(type.wire()));

        assertThat(failed.remedy()).isEqualTo(Remedy.GIVE_UP);
        assertThat(failed.type()).isEqualTo(type);
    }

    @Test
    void aTypeThatIsUnknownIsADefect() {
        ActivityFailedException failed =
                classifyCause(ActivityName.PUSH, failWithType("java.lang.IllegalStateException"));

        assertThat(failed.remedy()).isEqualTo(Remedy.GIVE_UP);
        assertThat(failed.type()).isEqualTo(ErrorType.INTERNAL);
    }

    @Test
    void aRemoteFailureWithoutDetailsIsOneFailedAttempt() {
        assertThat(classifyCause(ActivityName.FETCH, failWithType(FailureTypes.REMOTE_UNAVAILABLE))
                        .details())
                .isEqualTo(new FailureDetails(1, null));
    }

    @Test
    void detailsOfAnotherProgramArePassedOver() {
        assertThat(classifyCause(
                                ActivityName.FETCH, failWithType(FailureTypes.REMOTE_UNAVAILABLE, "no details of ours"))
                        .details())
                .isEqualTo(new FailureDetails(1, null));
    }

    @Test
    void aHostThatWasKilledIsWaitedForAndNamed() {
        ActivityFailedException failed = classifyCause(
                ActivityName.PUSH, new TimeoutFailure("timeout", null, TimeoutType.TIMEOUT_TYPE_HEARTBEAT));

        assertThat(failed.remedy()).isEqualTo(Remedy.WAIT);
        assertThat(failed.text()).isEqualTo("the host stopped in the middle of the push");
        assertThat(failed.details().failedAttempts()).isEqualTo(1);
    }

    @Test
    void anActivityWhoseTurnDidNotComeIsAskedForAnewAndHasNotFailed() {
        ActivityFailedException failed = classifyCause(
                ActivityName.FETCH, new TimeoutFailure("timeout", null, TimeoutType.TIMEOUT_TYPE_SCHEDULE_TO_START));

        assertThat(failed.remedy()).isEqualTo(Remedy.WAIT_FOR_TURN);
        assertThat(failed.details()).isEqualTo(new FailureDetails(0, null));
    }

    @Test
    void aTimeLimitOnTheDiskIsNoFailedAttemptOfTheRemote() {
        ActivityFailedException failed = classifyCause(
                ActivityName.REPLAY, new TimeoutFailure("timeout", null, TimeoutType.TIMEOUT_TYPE_START_TO_CLOSE));

        assertThat(failed.text()).isEqualTo("the replay did not end within its time limit");
        assertThat(failed.details().failedAttempts()).isZero();
    }

    @Test
    void aRunThatWasCancelledIsNotAFailure() {
        ActivityFailure cancelled = wrapCause(new CanceledFailure("cancelled"));

        assertThatThrownBy(() -> FailureClassifier.classifyFailure(ActivityName.FETCH, cancelled))
                .isSameAs(cancelled);
    }

    @Test
    void aFailureWithoutAMessageStillTellsWhatFailed() {
        ApplicationFailure blank = ApplicationFailure.newBuilder()
                .setType("Unsupported")
                .setMessage(" ")
                .build();

        assertThat(classifyCause(ActivityName.FETCH, blank).text()).isEqualTo("fetch failed without a message");
    }

    private static ActivityFailedException classifyCause(ActivityName activity, Throwable cause) {
        return FailureClassifier.classifyFailure(activity, wrapCause(cause));
    }

    /** Makes the failure of an activity as the workflow gets it, from the history. */
    private static ActivityFailure wrapCause(Throwable cause) {
        ActivityFailure failure = new ActivityFailure(
                "activity failed", 1, 2, "Any", "1", RetryState.RETRY_STATE_NON_RETRYABLE_FAILURE, "host", cause);
        return (ActivityFailure) CONVERTER.failureToException(CONVERTER.exceptionToFailure(failure));
    }

    private static ApplicationFailure failWithType(String type, Object... details) {
        return ApplicationFailure.newBuilder()
                .setType(type)
                .setMessage("told by the activity")
                .setDetails(details)
                .build();
    }
}
