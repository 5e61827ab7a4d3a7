package dev.reconciler.workflow;

import dev.reconciler.contract.RepositoryActivities;
import dev.reconciler.contract.TaskQueues;
import dev.reconciler.model.BranchName;
import dev.reconciler.model.ReconcileResult;
import dev.reconciler.model.RepositoryId;
import dev.reconciler.model.Trigger;
import io.temporal.api.enums.v1.EventType;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.client.WorkflowFailedException;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowServiceException;
import io.temporal.client.WorkflowStub;
import io.temporal.common.WorkflowExecutionHistory;
import io.temporal.failure.ApplicationFailure;
import io.temporal.testing.TestEnvironmentOptions;
import io.temporal.testing.TestWorkflowEnvironment;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

/** A Temporal service in this process, with one host. */
final class WorkflowService implements AutoCloseable {
    private static final String HOST = "host-1";
    private final TestWorkflowEnvironment environment;
    private int runs;

    private WorkflowService(TestWorkflowEnvironment environment) {
        this.environment = environment;
    }

    /** A service whose timers fire at once. */
    static WorkflowService skippingTime(RepositoryActivities host) {
        return start(host, true);
    }

    /** A service in real time. */
    static WorkflowService inRealTime(RepositoryActivities host) {
        return start(host, false);
    }

    private static WorkflowService start(RepositoryActivities host, boolean skipsTime) {
        TestWorkflowEnvironment environment = TestWorkflowEnvironment.newInstance(TestEnvironmentOptions.newBuilder()
                .setUseTimeskipping(skipsTime)
                .build());
        List.of(SearchAttributes.OUTCOME, SearchAttributes.REPOSITORY, SearchAttributes.TRIGGER)
                .forEach(key -> environment.registerSearchAttribute(key.getName(), key.getValueType()));
        environment.newWorker(TaskQueues.WORKFLOWS).registerWorkflowImplementationTypes(ReconcileWorkflowImpl.class);
        environment.newWorker(TaskQueues.activities(HOST)).registerActivitiesImplementations(host);
        environment.start();
        return new WorkflowService(environment);
    }

    /** A run's input on a repository that no other run of this service has. */
    ReconcileInput input(Duration retryFor) {
        return input("data-" + ++runs, retryFor);
    }

    ReconcileInput input(String repository, Duration retryFor) {
        return new ReconcileInput(
                new RepositoryId(repository), HOST, new BranchName("main"), Trigger.MANUAL, retryFor, false);
    }

    /** Starts a run, or asks the running one for another pass. */
    WorkflowStub request(ReconcileInput input) {
        WorkflowOptions options = WorkflowOptions.newBuilder()
                .setWorkflowId(input.repository().workflowId())
                .setTaskQueue(TaskQueues.WORKFLOWS)
                .setTypedSearchAttributes(SearchAttributes.of(input))
                .build();
        WorkflowStub stub = environment.getWorkflowClient().newUntypedWorkflowStub("ReconcileWorkflow", options);
        try {
            stub.signalWithStart("reconcile", new Object[] {input.trigger()}, new Object[] {input});
        } catch (WorkflowServiceException ending) {
            // This service refuses a request that meets the end of a run, where a full server starts another run.
            if (!String.valueOf(ending.getCause()).contains("Completed workflow")) {
                throw ending;
            }
            return request(input);
        }
        return environment
                .getWorkflowClient()
                .newUntypedWorkflowStub(input.repository().workflowId());
    }

    ReconcileResult run(Duration retryFor) {
        return result(request(input(retryFor)));
    }

    ReconcileResult run() {
        return run(Duration.ofMinutes(10));
    }

    /** The result, of a failed run too. */
    static ReconcileResult result(WorkflowStub run) {
        try {
            return run.getResult(ReconcileResult.class);
        } catch (WorkflowFailedException failed) {
            ApplicationFailure cause = (ApplicationFailure) Objects.requireNonNull(failed.getCause());
            return Objects.requireNonNull(cause.getDetails().get(0, ReconcileResult.class));
        }
    }

    WorkflowExecutionHistory history(WorkflowStub run) {
        return environment
                .getWorkflowClient()
                .fetchHistory(Objects.requireNonNull(run.getExecution()).getWorkflowId());
    }

    long events(WorkflowStub run, EventType type) {
        return history(run).getEvents().stream()
                .map(HistoryEvent::getEventType)
                .filter(type::equals)
                .count();
    }

    TestWorkflowEnvironment environment() {
        return environment;
    }

    @Override
    public void close() {
        environment.close();
    }
}
