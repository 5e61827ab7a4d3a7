package dev.reconciler.worker.temporal.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reconciler.worker.port.TemporalUnavailableException;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.temporal.api.errordetails.v1.NamespaceNotFoundFailure;
import io.temporal.serviceclient.StatusUtils;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TemporalCallsTest {
    private final TemporalCalls calls = new TemporalCalls("127.0.0.1:7233 (namespace data)");

    private static StatusRuntimeException answer(Status.Code code) {
        return Status.fromCode(code).withDescription("said the server").asRuntimeException();
    }

    @ParameterizedTest
    @EnumSource(
            names = {
                "UNAVAILABLE",
                "DEADLINE_EXCEEDED",
                "RESOURCE_EXHAUSTED",
                "ABORTED",
                "CANCELLED",
                "INTERNAL",
                "UNKNOWN"
            })
    void aServiceThatIsAwayIsNamedWithItsAnswerAndTheRemedy(Status.Code code) {
        StatusRuntimeException away = answer(code);

        assertThatThrownBy(() -> calls.run(() -> {
                    throw away;
                }))
                .isInstanceOf(TemporalUnavailableException.class)
                .hasMessage("the Temporal service at 127.0.0.1:7233 (namespace data) does not answer (" + code
                        + ": said the server); start it, or correct `temporal` or TEMPORAL_ADDRESS")
                .hasCause(away);
    }

    @ParameterizedTest
    @EnumSource(names = {"UNAUTHENTICATED", "PERMISSION_DENIED"})
    void aServiceThatRefusesThisProgramPointsToTheKeyAndTheCertificate(Status.Code code) {
        assertThat(calls.translateFailure(answer(code)))
                .isInstanceOf(TemporalUnavailableException.class)
                .hasMessageContaining("refuses this program")
                .hasMessageContaining("TEMPORAL_API_KEY");
    }

    @Test
    void aNamespaceThatIsAbsentIsNamed() {
        StatusRuntimeException absent = StatusUtils.newException(
                Status.NOT_FOUND.withDescription("Namespace data is not found."),
                NamespaceNotFoundFailure.newBuilder().setNamespace("data").build(),
                NamespaceNotFoundFailure.getDescriptor());

        assertThat(calls.translateFailure(absent))
                .isInstanceOf(TemporalUnavailableException.class)
                .hasMessageContaining("has no such namespace");
    }

    /** A run that is not found must not look like a service that is away: commands would wait for it for ever. */
    @ParameterizedTest
    @EnumSource(names = {"NOT_FOUND", "ALREADY_EXISTS", "INVALID_ARGUMENT", "FAILED_PRECONDITION", "UNIMPLEMENTED"})
    void everyOtherAnswerIsOneToWhatWasAskedForAlone(Status.Code code) {
        StatusRuntimeException answer = answer(code);

        assertThat(calls.translateFailure(answer))
                .isInstanceOfSatisfying(TemporalUnavailableException.class, refused -> assertThat(refused.isOfAll())
                        .isFalse())
                .hasMessageContaining("answers what nobody foresaw (" + code + ": said the server)")
                .hasCause(answer);
    }

    @Test
    void whatIsTranslatedKeepsItsWords() {
        RuntimeException once = calls.translateFailure(answer(Status.Code.INVALID_ARGUMENT));

        assertThat(calls.translateFailure(once)).isSameAs(once);
    }

    @Test
    void aFailureThatTheServiceHasNoPartInStaysAsItIs() {
        IllegalStateException defect = new IllegalStateException("a defect");

        assertThat(calls.translateFailure(defect)).isSameAs(defect);
    }

    @Test
    void anAnswerIsFoundBelowTheErrorsThatWrapIt() {
        StatusRuntimeException away = answer(Status.Code.UNAVAILABLE);
        CompletionException wrapped = new CompletionException(new IllegalStateException(away));

        assertThat(TemporalCalls.findStatus(wrapped)).isSameAs(away);
        assertThat(calls.translateFailure(wrapped))
                .isInstanceOf(TemporalUnavailableException.class)
                .hasCause(wrapped);
        assertThat(TemporalCalls.findStatus(new IllegalStateException())).isNull();
    }

    @Test
    void aFailureIsDescribedInTheWordsOfTheServiceWhereItHasAnswered() {
        assertThat(TemporalCalls.describeFailure(new IllegalStateException(answer(Status.Code.INVALID_ARGUMENT))))
                .isEqualTo("INVALID_ARGUMENT: said the server");
        assertThat(TemporalCalls.describeFailure(new IllegalStateException("a defect")))
                .isEqualTo("java.lang.IllegalStateException: a defect");
    }

    @Test
    void aCallThatIsAnsweredReturnsTheAnswer() {
        assertThat(calls.call(() -> "an answer")).isEqualTo("an answer");
    }
}
