package dev.reconciler.workflow;

import dev.reconciler.contract.RepositoryActivities;
import dev.reconciler.contract.TaskQueues;
import dev.reconciler.model.BranchName;
import dev.reconciler.model.ReconcileResult;
import dev.reconciler.model.RepositoryId;
import dev.reconciler.model.Trigger;
import dev.reconciler.server.FullServer;
import dev.reconciler.server.ServiceKind;
import dev.reconciler.workflow.cases.CaseInput;
import dev.reconciler.workflow.cases.CaseOpening;
import dev.reconciler.workflow.cases.ConflictWorkflow;
import dev.reconciler.workflow.cases.ConflictWorkflowImpl;
import dev.reconciler.workflow.host.HostWorkflowImpl;
import dev.reconciler.workflow.run.ReconcileWorkflowImpl;
import dev.reconciler.workflow.schedule.StartActivities;
import dev.reconciler.workflow.schedule.TriggerWorkflowImpl;
import dev.reconciler.workflow.visibility.RunAttributes;
import io.temporal.api.enums.v1.EventType;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowFailedException;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowServiceException;
import io.temporal.client.WorkflowStub;
import io.temporal.common.WorkflowExecutionHistory;
import io.temporal.failure.ApplicationFailure;
import io.temporal.testing.TestEnvironmentOptions;
import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkerFactory;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;

/** A Temporal service with one host. */
final class WorkflowService implements AutoCloseable {
    private static final String HOST = "host-1";
    private static final AtomicInteger SERVICES = new AtomicInteger();

    private final String host = "host-" + SERVICES.incrementAndGet();
    private final FakeCases cases = new FakeCases();
    private final WorkflowClient client;
    private final Runnable close;
    private int runs;

    private WorkflowService(WorkflowClient client, Runnable close) {
        this.client = client;
        this.close = close;
    }

    /**
     * A service whose timers fire at once.
     *
     * @param host the {@link RepositoryActivities}, or activities of those names
     */
    static WorkflowService skippingTime(Object host) {
        return inProcess(host, true);
    }

    /** A service in real time. */
    static WorkflowService inRealTime(RepositoryActivities host) {
        return inProcess(host, false);
    }

    /** A service of that kind, in real time. */
    static WorkflowService of(ServiceKind kind, RepositoryActivities host) {
        return switch (kind) {
            case IN_PROCESS -> inRealTime(host);
            case FULL_SERVER -> onFullServer(host);
        };
    }

    private static WorkflowService inProcess(Object host, boolean skipsTime) {
        TestWorkflowEnvironment environment = TestWorkflowEnvironment.newInstance(TestEnvironmentOptions.newBuilder()
                .setUseTimeskipping(skipsTime)
                .build());
        RunAttributes.all().forEach(key -> environment.registerSearchAttribute(key.getName(), key.getValueType()));
        WorkflowService service = new WorkflowService(environment.getWorkflowClient(), environment::close);
        service.startWorkers(environment.getWorkerFactory(), host);
        return service;
    }

    private static WorkflowService onFullServer(RepositoryActivities host) {
        WorkflowClient client = FullServer.shared().orElseThrow().client();
        WorkerFactory factory = WorkerFactory.newInstance(client);
        WorkflowService service = new WorkflowService(client, factory::shutdownNow);
        service.startWorkers(factory, host);
        return service;
    }

    private void startWorkers(WorkerFactory factory, Object activities) {
        Worker workflows = factory.newWorker(TaskQueues.WORKFLOWS);
        workflows.registerWorkflowImplementationTypes(
                ReconcileWorkflowImpl.class,
                HostWorkflowImpl.class,
                TriggerWorkflowImpl.class,
                ConflictWorkflowImpl.class);
        workflows.registerActivitiesImplementations(
                (StartActivities) this::request, (CaseOpening) open -> open.forEach(this::open));
        for (String queue : List.of(TaskQueues.activities(host), turns(), TaskQueues.repeatedTurns(turns()))) {
            factory.newWorker(queue).registerActivitiesImplementations(activities, cases);
        }
        factory.start();
    }

    /** A run's input on a repository that no other run of this service has. */
    ReconcileInput input(Duration retryFor) {
        return input("data-" + ++runs + "-of-" + host, retryFor);
    }

    ReconcileInput input(String repository, Duration retryFor) {
        return new ReconcileInput(
                new RepositoryId(repository), host, new BranchName("main"), Trigger.MANUAL, retryFor, false);
    }

    /** Starts a run, or asks the running one for another pass. */
    WorkflowStub request(ReconcileInput input) {
        WorkflowOptions options = WorkflowOptions.newBuilder()
                .setWorkflowId(input.repository().workflowId())
                .setTaskQueue(TaskQueues.WORKFLOWS)
                .setTypedSearchAttributes(RunAttributes.of(input))
                .build();
        WorkflowStub stub = client.newUntypedWorkflowStub("ReconcileWorkflow", options);
        try {
            stub.signalWithStart("reconcile", new Object[] {input.trigger()}, new Object[] {input});
        } catch (WorkflowServiceException ending) {
            // This service refuses a request that meets the end of a run, where a full server starts another run.
            if (!String.valueOf(ending.getCause()).contains("Completed workflow")) {
                throw ending;
            }
            return request(input);
        }
        return client.newUntypedWorkflowStub(input.repository().workflowId());
    }

    /** Opens a case, or has the one that is open look. */
    WorkflowStub open(CaseInput input) {
        WorkflowOptions options = WorkflowOptions.newBuilder()
                .setWorkflowId(input.workflowId())
                .setTaskQueue(TaskQueues.WORKFLOWS)
                .build();
        client.newUntypedWorkflowStub(ConflictWorkflow.TYPE, options)
                .signalWithStart(ConflictWorkflow.LOOK, new Object[] {input}, new Object[] {input});
        return client.newUntypedWorkflowStub(input.workflowId());
    }

    /** The conflict that cases are of. */
    FakeCases cases() {
        return cases;
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
        return client.fetchHistory(Objects.requireNonNull(run.getExecution()).getWorkflowId());
    }

    long events(WorkflowStub run, EventType type) {
        return history(run).getEvents().stream()
                .map(HistoryEvent::getEventType)
                .filter(type::equals)
                .count();
    }

    String host() {
        return host;
    }

    /** The queue in which the host's activities wait for their turn at its remote. */
    String turns() {
        return TaskQueues.turns(host, "git.example.org");
    }

    WorkflowClient client() {
        return client;
    }

    @Override
    public void close() {
        close.run();
    }
}
