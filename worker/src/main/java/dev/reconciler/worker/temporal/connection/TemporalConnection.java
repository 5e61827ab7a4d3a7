package dev.reconciler.worker.temporal.connection;

import com.uber.m3.tally.NoopScope;
import com.uber.m3.tally.Scope;
import dev.reconciler.worker.port.TemporalUnavailableException;
import io.grpc.Metadata;
import io.temporal.api.workflowservice.v1.DescribeNamespaceRequest;
import io.temporal.client.WorkflowClient;
import io.temporal.common.interceptors.WorkflowClientInterceptor;
import io.temporal.serviceclient.OperatorServiceStubs;
import io.temporal.serviceclient.OperatorServiceStubsOptions;
import io.temporal.serviceclient.RpcRetryOptions;
import io.temporal.serviceclient.WorkflowServiceStubs;
import java.time.Duration;

/**
 * A connection to a full Temporal service. The first call connects, and each call connects again where the connection
 * broke.
 */
public final class TemporalConnection implements AutoCloseable {
    /** The patience of a call whose caller waits for the answer, such as the sender of a webhook. */
    public static final Duration BRIEFLY = Duration.ofSeconds(5);

    /** The patience of a worker, whose calls are worth repeating while the service restarts. */
    public static final Duration PATIENTLY = Duration.ofMinutes(1);

    /** Temporal Cloud refuses a call that is about a namespace and does not name it here too. */
    private static final Metadata.Key<String> NAMESPACE =
            Metadata.Key.of("temporal-namespace", Metadata.ASCII_STRING_MARSHALLER);

    private static final Duration QUERY_TIMEOUT = Duration.ofSeconds(3);

    private final TemporalProfile profile;
    private final WorkflowServiceStubs stubs;
    private final WorkflowClient client;
    private final TemporalCalls calls;
    private final TemporalTraces traces;

    private TemporalConnection(TemporalProfile profile, WorkflowServiceStubs stubs, TemporalTraces traces) {
        this.profile = profile;
        this.stubs = stubs;
        this.traces = traces;
        this.client = WorkflowClient.newInstance(
                stubs,
                profile.client()
                        .setInterceptors(traces.ofClients().toArray(WorkflowClientInterceptor[]::new))
                        .build());
        this.calls = new TemporalCalls(profile.toString());
    }

    /**
     * Prepares a connection, and connects nowhere yet.
     *
     * @param patience how long a call is repeated while the service does not answer
     */
    public static TemporalConnection open(TemporalProfile profile, Duration patience) {
        return open(profile, patience, new NoopScope(), TemporalTraces.OFF);
    }

    /**
     * The same, of which the SDK measures the calls and the workers.
     *
     * @param measures takes what it measures
     * @param traces follows the requests that are made on it
     */
    public static TemporalConnection open(
            TemporalProfile profile, Duration patience, Scope measures, TemporalTraces traces) {
        return new TemporalConnection(
                profile,
                WorkflowServiceStubs.newServiceStubs(profile.stubs()
                        .setRpcQueryTimeout(QUERY_TIMEOUT)
                        .setMetricsScope(measures)
                        .setRpcRetryOptions(RpcRetryOptions.newBuilder()
                                .setExpiration(patience)
                                .build())
                        .validateAndBuildWithDefaults()),
                traces);
    }

    /** A client on this connection. */
    public WorkflowClient client() {
        return client;
    }

    /** Wraps calls on {@link #client()}, so that a service that does not answer is told from every other failure. */
    public TemporalCalls calls() {
        return calls;
    }

    /** Follows the requests that are made on {@link #client()}. */
    public TemporalTraces traces() {
        return traces;
    }

    /** The profile that the connection was opened with. */
    public TemporalProfile profile() {
        return profile;
    }

    /**
     * Opens the part of the service that keeps its search attributes. Whoever opens it shuts it down.
     *
     * @return stubs with the address, the key and the certificates of this connection
     */
    OperatorServiceStubs openOperator() {
        Metadata headers = new Metadata();
        headers.put(NAMESPACE, profile.namespace());
        return OperatorServiceStubs.newServiceStubs(OperatorServiceStubsOptions.newBuilder(stubs.getOptions())
                .addGrpcMetadataProvider(() -> headers)
                .validateAndBuildWithDefaults());
    }

    /**
     * Asks the service for the namespace.
     *
     * @throws TemporalUnavailableException if the service does not answer, or has no such namespace
     */
    public void probe() {
        // The stubs of the client name the namespace in the header.
        calls.call(() -> client.getWorkflowServiceStubs()
                .blockingStub()
                .describeNamespace(DescribeNamespaceRequest.newBuilder()
                        .setNamespace(profile.namespace())
                        .build()));
    }

    @Override
    public void close() {
        stubs.shutdownNow();
    }
}
