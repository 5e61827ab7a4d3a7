package dev.reconciler.worker.temporal.status;

import com.google.protobuf.Timestamp;
import dev.reconciler.model.RepositoryId;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.enums.v1.WorkflowExecutionStatus;
import io.temporal.api.filter.v1.WorkflowExecutionFilter;
import io.temporal.api.filter.v1.WorkflowTypeFilter;
import io.temporal.api.workflow.v1.WorkflowExecutionInfo;
import io.temporal.api.workflowservice.v1.ListClosedWorkflowExecutionsRequest;
import io.temporal.api.workflowservice.v1.ListClosedWorkflowExecutionsResponse;
import io.temporal.api.workflowservice.v1.ListOpenWorkflowExecutionsRequest;
import io.temporal.api.workflowservice.v1.ListOpenWorkflowExecutionsResponse;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowExecutionDescription;
import io.temporal.client.WorkflowNotFoundException;
import io.temporal.client.WorkflowStub;
import io.temporal.client.WorkflowTargetOptions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Finds the runs of a repository that Temporal knows of.
 *
 * <p>The newest run is read from the service itself, whose answer is never outdated. An earlier run is found in the
 * visibility store, by the only query that the service inside this process answers as well as a full server does.
 */
final class RunHistory {
    private static final String RUNS = "ReconcileWorkflow";

    private final WorkflowClient client;

    RunHistory(WorkflowClient client) {
        this.client = client;
    }

    /** Finds the newest run, under way or ended; empty where Temporal knows none. */
    Optional<WorkflowExecutionDescription> findNewest(RepositoryId repository) {
        return describeRun(WorkflowExecution.newBuilder()
                .setWorkflowId(repository.workflowId())
                .build());
    }

    /** Lists the newest runs of a repository, the newest first, under way or ended. */
    List<WorkflowExecution> listNewest(RepositoryId repository, int most) {
        List<WorkflowExecution> newest = new ArrayList<>();
        findNewest(repository).ifPresent(run -> newest.add(run.getExecution()));
        ListClosedWorkflowExecutionsRequest request = ListClosedWorkflowExecutionsRequest.newBuilder()
                .setNamespace(client.getOptions().getNamespace())
                .setExecutionFilter(WorkflowExecutionFilter.newBuilder().setWorkflowId(repository.workflowId()))
                .setMaximumPageSize(most)
                .build();
        client
                .getWorkflowServiceStubs()
                .blockingStub()
                .listClosedWorkflowExecutions(request)
                .getExecutionsList()
                .stream()
                .sorted(Comparator.comparing((WorkflowExecutionInfo run) -> toInstant(run.getStartTime()))
                        .reversed())
                .map(WorkflowExecutionInfo::getExecution)
                .filter(run -> !newest.contains(run))
                .forEach(newest::add);
        return newest.subList(0, Math.min(most, newest.size()));
    }

    /** Lists the workflow IDs of what is under way, of all hosts, as the visibility store has them. */
    Set<String> listOpen() {
        Set<String> open = new HashSet<>();
        ListOpenWorkflowExecutionsRequest.Builder request = ListOpenWorkflowExecutionsRequest.newBuilder()
                .setNamespace(client.getOptions().getNamespace())
                .setTypeFilter(WorkflowTypeFilter.newBuilder().setName(RUNS));
        ListOpenWorkflowExecutionsResponse page;
        do {
            page = client.getWorkflowServiceStubs().blockingStub().listOpenWorkflowExecutions(request.build());
            page.getExecutionsList().forEach(run -> open.add(run.getExecution().getWorkflowId()));
            request.setNextPageToken(page.getNextPageToken());
        } while (!page.getNextPageToken().isEmpty());
        return open;
    }

    /** Finds the last run that had ended when the run under way began; empty where Temporal knows none. */
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
            // The service sends the newest runs first, so the first page that has such a run has the newest one.
            if (found.isPresent() || page.getNextPageToken().isEmpty()) {
                return found.flatMap(this::describeRun);
            }
            request.setNextPageToken(page.getNextPageToken());
        }
    }

    // A run that was continued as new has no result: the run that continues it has.
    private static Optional<WorkflowExecution> findNewestEnded(
            ListClosedWorkflowExecutionsResponse page, String without) {
        return page.getExecutionsList().stream()
                .filter(run -> run.getStatus() != WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_CONTINUED_AS_NEW)
                .filter(run -> !run.getExecution().getRunId().equals(without))
                .max(Comparator.comparing(run -> toInstant(run.getStartTime())))
                .map(WorkflowExecutionInfo::getExecution);
    }

    /** The time of a message as Java's type. */
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

    /** A handle on that run; on the newest run of the workflow ID where no run ID is given. */
    WorkflowStub newStub(WorkflowExecution run) {
        return client.newUntypedWorkflowStub(
                WorkflowTargetOptions.newBuilder().setWorkflowExecution(run).build());
    }
}
