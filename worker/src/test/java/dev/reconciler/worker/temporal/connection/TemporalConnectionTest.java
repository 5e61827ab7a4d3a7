package dev.reconciler.worker.temporal.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reconciler.worker.config.TemporalTarget;
import dev.reconciler.worker.port.TemporalUnavailableException;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.Status;
import io.temporal.api.operatorservice.v1.AddSearchAttributesRequest;
import io.temporal.api.operatorservice.v1.AddSearchAttributesResponse;
import io.temporal.api.operatorservice.v1.ListSearchAttributesResponse;
import io.temporal.api.operatorservice.v1.OperatorServiceGrpc;
import io.temporal.api.workflowservice.v1.DescribeNamespaceResponse;
import io.temporal.api.workflowservice.v1.WorkflowServiceGrpc;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Against a service that refuses calls which do not name their namespace in a header, as Temporal Cloud does. */
class TemporalConnectionTest {
    private static final Metadata.Key<String> NAMESPACE =
            Metadata.Key.of("temporal-namespace", Metadata.ASCII_STRING_MARSHALLER);
    private static final Metadata.Key<String> AUTHORIZATION =
            Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);

    private final FakeTemporal temporal = FakeTemporal.behind(new FakeTemporal.CallGate() {
        @Override
        void check(ServerCall<?, ?> call, Metadata headers) {
            if (!"data.account".equals(headers.get(NAMESPACE)) || !"Bearer key".equals(headers.get(AUTHORIZATION))) {
                throw Status.PERMISSION_DENIED
                        .withDescription("Request unauthorized.")
                        .asRuntimeException();
            }
        }
    });
    private TemporalConnection connection;

    @BeforeEach
    void connect() {
        temporal.answer(
                WorkflowServiceGrpc.getDescribeNamespaceMethod(),
                request -> DescribeNamespaceResponse.getDefaultInstance());
        connection = TemporalConnection.open(
                TemporalProfile.of(
                        TemporalTarget.UNSET,
                        Map.of(
                                "TEMPORAL_ADDRESS",
                                temporal.address(),
                                "TEMPORAL_NAMESPACE",
                                "data.account",
                                // As TEMPORAL_API_KEY does it, which wants TLS besides.
                                "TEMPORAL_GRPC_META_AUTHORIZATION",
                                "Bearer key")),
                TemporalConnection.BRIEFLY);
    }

    @AfterEach
    void disconnect() {
        connection.close();
        temporal.close();
    }

    @Test
    void theLookAtTheNamespaceNamesIt() {
        assertThatCode(connection::probe).doesNotThrowAnyException();
    }

    @Test
    void theRegistrationOfSearchAttributesNamesTheNamespace() {
        AtomicReference<AddSearchAttributesRequest> added = new AtomicReference<>();
        temporal.answer(
                OperatorServiceGrpc.getListSearchAttributesMethod(),
                request -> ListSearchAttributesResponse.getDefaultInstance());
        temporal.answer(OperatorServiceGrpc.getAddSearchAttributesMethod(), request -> {
            added.set(request);
            return AddSearchAttributesResponse.getDefaultInstance();
        });

        new SearchAttributeSetup(connection).registerMissing();

        assertThat(added.get().getNamespace()).isEqualTo("data.account");
        assertThat(added.get().getSearchAttributesMap())
                .containsOnlyKeys("ReconcileOutcome", "ReconcileRepository", "ReconcileTrigger");
    }

    /** The attributes may be there: those who may not look can't know, and runs show it. */
    @ParameterizedTest
    @EnumSource(names = {"PERMISSION_DENIED", "UNIMPLEMENTED"})
    void aServiceThatShowsNoSearchAttributesIsTakenToHaveThem(Status.Code code) {
        temporal.answer(OperatorServiceGrpc.getListSearchAttributesMethod(), request -> {
            throw Status.fromCode(code).asRuntimeException();
        });

        assertThatCode(() -> new SearchAttributeSetup(connection).registerMissing())
                .doesNotThrowAnyException();
    }

    @Test
    void aServiceThatDoesNotKnowTheProgramIsNotTakenToHaveThem() {
        temporal.answer(OperatorServiceGrpc.getListSearchAttributesMethod(), request -> {
            throw Status.UNAUTHENTICATED.asRuntimeException();
        });

        assertThatThrownBy(() -> new SearchAttributeSetup(connection).registerMissing())
                .isInstanceOf(TemporalUnavailableException.class)
                .hasMessageContaining("refuses this program");
    }
}
