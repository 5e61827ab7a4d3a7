package dev.reconciler.worker.temporal.connection;

import dev.reconciler.worker.port.TemporalUnavailableException;
import io.temporal.api.workflowservice.v1.DescribeNamespaceRequest;
import io.temporal.client.WorkflowClient;
import io.temporal.serviceclient.RpcRetryOptions;
import io.temporal.serviceclient.WorkflowServiceStubs;
import java.time.Duration;

/** A connection to a Temporal service, made by the first call and made again whenever it broke. */
public final class TemporalConnection implements AutoCloseable {
    /** For who waits for an answer, such as a webhook's sender. */
    public static final Duration BRIEFLY = Duration.ofSeconds(5);

    /** For what a worker has to say: worth repeating over a service's restart. */
    public static final Duration PATIENTLY = Duration.ofMinutes(1);

    private static final Duration QUERY_TIMEOUT = Duration.ofSeconds(3);

    private final TemporalProfile profile;
    private final WorkflowServiceStubs stubs;
    private final WorkflowClient client;
    private final TemporalCalls calls;

    private TemporalConnection(TemporalProfile profile, WorkflowServiceStubs stubs) {
        this.profile = profile;
        this.stubs = stubs;
        this.client = WorkflowClient.newInstance(stubs, profile.client().build());
        this.calls = new TemporalCalls(profile.toString());
    }

    /** @param patience how long a call is repeated where the service does not answer */
    public static TemporalConnection open(TemporalProfile profile, Duration patience) {
        return new TemporalConnection(
                profile,
                WorkflowServiceStubs.newServiceStubs(profile.stubs()
                        .setRpcQueryTimeout(QUERY_TIMEOUT)
                        .setRpcRetryOptions(RpcRetryOptions.newBuilder()
                                .setExpiration(patience)
                                .build())
                        .validateAndBuildWithDefaults()));
    }

    /** A client on this connection. */
    public WorkflowClient client() {
        return client;
    }

    /** What tells a service that does not answer from everything else. */
    public TemporalCalls calls() {
        return calls;
    }

    public TemporalProfile profile() {
        return profile;
    }

    /** @throws TemporalUnavailableException if the service does not answer, or has no such namespace */
    public void probe() {
        calls.call(() -> stubs.blockingStub()
                .describeNamespace(DescribeNamespaceRequest.newBuilder()
                        .setNamespace(profile.namespace())
                        .build()));
    }

    @Override
    public void close() {
        stubs.shutdownNow();
    }
}
