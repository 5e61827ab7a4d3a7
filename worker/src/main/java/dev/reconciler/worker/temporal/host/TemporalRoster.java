package dev.reconciler.worker.temporal.host;

import com.google.protobuf.ByteString;
import com.google.protobuf.Timestamp;
import dev.reconciler.contract.TaskQueues;
import dev.reconciler.worker.port.TemporalUnavailableException;
import dev.reconciler.worker.status.HostRoster;
import dev.reconciler.worker.temporal.connection.TemporalCalls;
import dev.reconciler.worker.temporal.connection.TemporalConnection;
import dev.reconciler.workflow.host.HostListing;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.enums.v1.TaskQueueType;
import io.temporal.api.enums.v1.WorkflowExecutionStatus;
import io.temporal.api.taskqueue.v1.PollerInfo;
import io.temporal.api.taskqueue.v1.TaskQueue;
import io.temporal.api.workflow.v1.WorkflowExecutionInfo;
import io.temporal.api.workflowservice.v1.DescribeTaskQueueRequest;
import io.temporal.api.workflowservice.v1.DescribeWorkflowExecutionRequest;
import io.temporal.api.workflowservice.v1.ListWorkflowExecutionsResponse;
import io.temporal.api.workflowservice.v1.WorkflowServiceGrpc.WorkflowServiceBlockingStub;
import io.temporal.client.WorkflowClient;
import java.time.Instant;
import java.util.Base64;
import java.util.Comparator;
import java.util.Optional;

/** The hosts of a namespace, by their listings and by the pollers of their task queues. */
final class TemporalRoster implements HostRoster {
    private final WorkflowClient client;
    private final TemporalCalls calls;
    private final HostRegistry registry;

    TemporalRoster(TemporalConnection connection, HostRegistry registry) {
        this.client = connection.client();
        this.calls = connection.calls();
        this.registry = registry;
    }

    @Override
    public RosterPage readPage(String page) {
        ByteString token = ByteString.copyFrom(Base64.getDecoder().decode(page));
        ListWorkflowExecutionsResponse hosts = calls.call(() -> registry.listHosts(token));
        return new RosterPage(
                HostRegistry.readListings(hosts).map(TemporalRoster::toHost).toList(),
                Base64.getEncoder().encodeToString(hosts.getNextPageToken().toByteArray()));
    }

    private static RosterHost toHost(HostListing listing) {
        return new RosterHost(
                listing.host(),
                Math.toIntExact(HostListingConverter.toRepositories(listing).count()),
                listing.notices());
    }

    @Override
    public Optional<RosterHost> find(String host) {
        try {
            WorkflowExecutionInfo found = calls.call(() -> service()
                    .describeWorkflowExecution(DescribeWorkflowExecutionRequest.newBuilder()
                            .setNamespace(namespace())
                            .setExecution(WorkflowExecution.newBuilder().setWorkflowId(HostListing.workflowId(host)))
                            .build())
                    .getWorkflowExecutionInfo());
            return found.getStatus() == WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_RUNNING
                    ? HostRegistry.readListing(found).map(TemporalRoster::toHost)
                    : Optional.empty();
        } catch (TemporalUnavailableException failed) {
            // Retired so long ago that the service has forgotten it.
            if (!failed.isOfAll() && isNotFound(failed)) {
                return Optional.empty();
            }
            throw failed;
        }
    }

    private static boolean isNotFound(TemporalUnavailableException failed) {
        StatusRuntimeException status = TemporalCalls.findStatus(failed);
        return status != null && status.getStatus().getCode() == Status.Code.NOT_FOUND;
    }

    @Override
    public Optional<Instant> findLastPoll(String host) {
        return calls
                .call(() -> service()
                        .describeTaskQueue(DescribeTaskQueueRequest.newBuilder()
                                .setNamespace(namespace())
                                .setTaskQueue(TaskQueue.newBuilder().setName(TaskQueues.activities(host)))
                                .setTaskQueueType(TaskQueueType.TASK_QUEUE_TYPE_ACTIVITY)
                                .build()))
                .getPollersList()
                .stream()
                .map(PollerInfo::getLastAccessTime)
                .map(TemporalRoster::toInstant)
                .max(Comparator.naturalOrder());
    }

    private static Instant toInstant(Timestamp time) {
        return Instant.ofEpochSecond(time.getSeconds(), time.getNanos());
    }

    private WorkflowServiceBlockingStub service() {
        return client.getWorkflowServiceStubs().blockingStub();
    }

    private String namespace() {
        return client.getOptions().getNamespace();
    }
}
