package dev.reconciler.worker.temporal.status;

import com.google.protobuf.Timestamp;
import dev.reconciler.model.RepositoryId;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.enums.v1.WorkflowExecutionStatus;
import io.temporal.api.filter.v1.WorkflowExecutionFilter;
import io.temporal.api.workflow.v1.WorkflowExecutionInfo;
import io.temporal.api.workflowservice.v1.ListClosedWorkflowExecutionsRequest;
import io.temporal.api.workflowservice.v1.ListClosedWorkflowExecutionsResponse;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowExecutionDescription;
import io.temporal.client.WorkflowNotFoundException;
import io.temporal.client.WorkflowStub;
import io.temporal.client.WorkflowTargetOptions;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;

/**
 * The runs of a repository that Temporal knows of.
 *
 * <p>The newest one is described, which is what is so at this moment. An earlier one is asked of the visibility store, by
 * the one question that the service inside a process answers as well as a full server.
 */
final class RunHistory {
    private final WorkflowClient client;

    RunHistory(WorkflowClient client) {
        this.client = client;
    }

    /** The newest run, under way or ended; empty where none is known. */
    Optional<WorkflowExecutionDescription> findNewest(RepositoryId repository) {
        return describeRun(WorkflowExecution.newBuilder()
                .setWorkflowId(repository.workflowId())
                .build());
    }

    /** The last run that had ended when that one began. */
    Optional<WorkflowExecutionDescription> findLastEndedBefore(
            RepositoryId repository, WorkflowExecutionDescription underWay) {
        String runId = underWay.getExecution().getRunId();
        ListClosedWorkflowExecutionsRequest.Builder request = ListClosedWorkflowExecutionsRequest.newBuilder()
                .setNamespace(client.getOptions().getNamespace())
                .setExecutionFilter(WorkflowExecutionFilter.newBuilder().setWorkflowId(repository.workflowId()));
        while (true) {
            ListClosedWorkflowExecutionsResponse page =
                    client.getWorkflowServiceStubs().blockingStub().listClosedWorkflowExecutions(request.build());
            Optional<WorkflowExecution> found = findNewestEnded(page, runId);
            if (found.isPresent() || page.getNextPageToken().isEmpty()) {
                return found.flatMap(this::describeRun);
            }
            request.setNextPageToken(page.getNextPageToken());
        }
    }

    // One that went on as a new run has no result, and is part of that one.
    private static Optional<WorkflowExecution> findNewestEnded(
            ListClosedWorkflowExecutionsResponse page, String without) {
        return page.getExecutionsList().stream()
                .filter(run -> run.getStatus() != WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_CONTINUED_AS_NEW)
                .filter(run -> !run.getExecution().getRunId().equals(without))
                .max(Comparator.comparing(run -> toInstant(run.getStartTime())))
                .map(WorkflowExecutionInfo::getExecution);
    }

    static Instant toInstant(Timestamp time) {
        return Instant.ofEpochSecond(time.getSeconds(), time.getNanos());
    }

    private Optional<WorkflowExecutionDescription> describeRun(WorkflowExecution run) {
        try {
            return Optional.of(newStub(run).describe());
        } catch (WorkflowNotFoundException unknown) {
            return Optional.empty();
        }
    }

    /** That very run; the newest where it has no run ID. */
    WorkflowStub newStub(WorkflowExecution run) {
        return client.newUntypedWorkflowStub(
                WorkflowTargetOptions.newBuilder().setWorkflowExecution(run).build());
    }
}
