package dev.reconciler.worker.temporal.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reconciler.worker.config.TemporalTarget;
import dev.reconciler.worker.temporal.connection.FakeTemporal;
import dev.reconciler.worker.temporal.connection.TemporalConnection;
import dev.reconciler.worker.temporal.connection.TemporalProfile;
import io.grpc.Status;
import io.temporal.api.workflowservice.v1.SignalWithStartWorkflowExecutionResponse;
import io.temporal.api.workflowservice.v1.WorkflowServiceGrpc;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A full service knows a search attribute only some time after its registration. */
class UnknownAttributesTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "Namespace default has no mapping defined for search attribute ReconcileTrigger",
                "search attribute ReconcileTrigger is not defined"
            })
    void aRequestIsMadeAgainUntilTheServiceKnowsThem(String words) {
        AtomicInteger refusals = new AtomicInteger(2);
        try (FakeTemporal temporal = FakeTemporal.open();
                TemporalConnection connection = TemporalConnection.open(
                        TemporalProfile.of(TemporalTarget.UNSET, Map.of("TEMPORAL_ADDRESS", temporal.address())),
                        TemporalConnection.BRIEFLY)) {
            temporal.answer(WorkflowServiceGrpc.getSignalWithStartWorkflowExecutionMethod(), request -> {
                if (refusals.getAndDecrement() > 0) {
                    throw Status.INVALID_ARGUMENT.withDescription(words).asRuntimeException();
                }
                return SignalWithStartWorkflowExecutionResponse.newBuilder()
                        .setRunId("run")
                        .build();
            });

            assertThat(new WorkflowRuns(connection)
                            .request(RunsFixture.input(RunsFixture.repository("data")))
                            .runId())
                    .isEqualTo("run");
        }
    }
}
