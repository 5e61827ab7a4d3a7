package dev.reconciler.worker.temporal.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reconciler.server.FullServer;
import dev.reconciler.server.OnFullServer;
import dev.reconciler.worker.config.TemporalTarget;
import dev.reconciler.worker.port.TemporalUnavailableException;
import dev.reconciler.workflow.visibility.RunAttributes;
import io.temporal.api.enums.v1.IndexedValueType;
import io.temporal.api.operatorservice.v1.AddSearchAttributesRequest;
import io.temporal.api.operatorservice.v1.ListSearchAttributesRequest;
import io.temporal.api.workflowservice.v1.RegisterNamespaceRequest;
import io.temporal.serviceclient.OperatorServiceStubs;
import io.temporal.serviceclient.OperatorServiceStubsOptions;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@OnFullServer
class SearchAttributeSetupTest {
    private final String namespace = "setup-" + UUID.randomUUID();
    private FullServer server;
    private TemporalConnection connection;
    private OperatorServiceStubs operator;

    @BeforeEach
    void connect() {
        server = FullServer.shared().orElseThrow();
        connection = TemporalConnection.open(
                TemporalProfile.of(
                        TemporalTarget.UNSET,
                        Map.of("TEMPORAL_ADDRESS", server.address(), "TEMPORAL_NAMESPACE", namespace)),
                TemporalConnection.BRIEFLY);
        operator = OperatorServiceStubs.newServiceStubs(OperatorServiceStubsOptions.newBuilder()
                .setTarget(server.address())
                .validateAndBuildWithDefaults());
    }

    @AfterEach
    void disconnect() {
        connection.close();
        operator.shutdownNow();
    }

    private void register() {
        server.stubs()
                .blockingStub()
                .registerNamespace(RegisterNamespaceRequest.newBuilder()
                        .setNamespace(namespace)
                        .setWorkflowExecutionRetentionPeriod(com.google.protobuf.util.Durations.fromMillis(
                                Duration.ofDays(1).toMillis()))
                        .build());
        // A server knows a new namespace only after a moment.
        Awaitility.await().ignoreExceptions().until(() -> {
            known();
            return true;
        });
    }

    private Map<String, IndexedValueType> known() {
        return operator.blockingStub()
                .listSearchAttributes(ListSearchAttributesRequest.newBuilder()
                        .setNamespace(namespace)
                        .build())
                .getCustomAttributesMap();
    }

    @Test
    void whatIsMissingIsRegisteredAndTheRestLeftAlone() {
        register();

        new SearchAttributeSetup(connection).registerMissing();
        new SearchAttributeSetup(connection).registerMissing();

        RunAttributes.all().forEach(key -> assertThat(known())
                .containsEntry(key.getName(), IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD));
    }

    @Test
    void oneOfAnotherTypeIsSaidWithTheCommandThatHelps() {
        register();
        operator.blockingStub()
                .addSearchAttributes(AddSearchAttributesRequest.newBuilder()
                        .setNamespace(namespace)
                        .putSearchAttributes("ReconcileOutcome", IndexedValueType.INDEXED_VALUE_TYPE_INT)
                        .build());
        Awaitility.await().until(() -> known().containsKey("ReconcileOutcome"));

        assertThatThrownBy(() -> new SearchAttributeSetup(connection).registerMissing())
                .isInstanceOf(TemporalUnavailableException.class)
                .hasMessageContaining("ReconcileOutcome")
                .hasMessageContaining("temporal operator search-attribute create --namespace " + namespace);
    }

    @Test
    void aNamespaceThatIsNotThereIsSaid() {
        assertThatThrownBy(connection::probe)
                .isInstanceOf(TemporalUnavailableException.class)
                .hasMessageContaining("(namespace " + namespace + ") has no such namespace");
    }
}
