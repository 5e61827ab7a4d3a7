package dev.reconciler.worker.temporal.host;

import dev.reconciler.contract.ActivityPolicies;
import dev.reconciler.contract.RepositoryActivities;
import dev.reconciler.contract.TaskQueues;
import dev.reconciler.contract.cases.CaseNotices;
import dev.reconciler.thread.VirtualThreads;
import dev.reconciler.workflow.cases.CaseOpening;
import dev.reconciler.workflow.cases.ConflictWorkflowImpl;
import dev.reconciler.workflow.host.HostWorkflowImpl;
import dev.reconciler.workflow.run.ReconcileWorkflowImpl;
import dev.reconciler.workflow.schedule.StartActivities;
import dev.reconciler.workflow.schedule.TriggerWorkflowImpl;
import io.temporal.common.interceptors.WorkerInterceptor;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkerFactory;
import io.temporal.worker.WorkerFactoryOptions;
import io.temporal.worker.WorkerOptions;
import io.temporal.worker.WorkflowImplementationOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Sets up the workers of one host. The worker on the host's own task queue runs the activities of its repositories; the
 * worker on the common task queue runs workflows of every host, which touch no disk.
 */
public final class HostWorkers {
    /** Temporal waits so long for a worker that was killed before another worker gets its workflow tasks. */
    private static final Duration STICKY_TIMEOUT = Duration.ofSeconds(1);

    /**
     * Workflow code that does not yield for so long has a defect. A busy machine can take longer than the default
     * second.
     */
    private static final Duration DEADLOCK_TIMEOUT = Duration.ofSeconds(10);

    private static final WorkflowImplementationOptions FAILING = WorkflowImplementationOptions.newBuilder()
            .setFailWorkflowExceptionTypes(RuntimeException.class)
            .build();

    private final WorkerFactory factory;
    private final HostQueues queues;
    private @Nullable CaseNotices notices;

    /** Prepares the workers of a host. */
    public HostWorkers(WorkerFactory factory, HostQueues queues) {
        this.factory = factory;
        this.queues = queues;
    }

    /** The options that the worker factory of a host is made with. */
    public static WorkerFactoryOptions factoryOptions() {
        return newFactoryOptions().build();
    }

    /**
     * The same for a host that wants to know of its runs.
     *
     * @param seen takes the workflow ID and the run ID of each run that has an activity here, once or more often
     * @param observers are told of each step that ends here
     */
    public static WorkerFactoryOptions factoryOptions(BiConsumer<String, String> seen, WorkerObservers observers) {
        // The last one is around the others.
        List<WorkerInterceptor> interceptors =
                new ArrayList<>(List.of(new RunSightings(seen), new StepSightings(observers.steps())));
        interceptors.addAll(observers.traces().ofWorkers());
        return newFactoryOptions()
                .setWorkerInterceptors(interceptors.toArray(WorkerInterceptor[]::new))
                .build();
    }

    private static WorkerFactoryOptions.Builder newFactoryOptions() {
        return WorkerFactoryOptions.newBuilder().setUsingVirtualWorkflowThreads(VirtualThreads.areAvailable());
    }

    /** Registers the workflow of runs, and the activities of this host's disk. */
    Worker serveRuns(RepositoryActivities activities) {
        return registerRuns(activities, WorkflowImplementationOptions.getDefaultInstance());
    }

    /**
     * Registers the same for a service that ends with this process. There a defect ends the run as failed. On a full
     * service the run would wait for a worker with a better version, which can't come here.
     */
    public void serveRunsEmbedded(RepositoryActivities activities) {
        registerRuns(activities, FAILING);
    }

    /** The same, for a host that keeps cases of its conflicts. */
    public void serveRunsEmbedded(RepositoryActivities activities, CaseNotices notices, CaseOpening opener) {
        this.notices = notices;
        registerCases(registerRuns(activities, FAILING), FAILING, opener);
    }

    private Worker registerRuns(RepositoryActivities activities, WorkflowImplementationOptions runs) {
        Worker workflows =
                factory.newWorker(TaskQueues.WORKFLOWS, workerOptions().build());
        workflows.registerWorkflowImplementationTypes(runs, ReconcileWorkflowImpl.class);
        queues.slots().forEach((queue, slots) -> registerActivities(queue, slots, activities));
        return workflows;
    }

    /** Adds the cases of conflicts to a worker of workflows. */
    private static void registerCases(Worker workflows, WorkflowImplementationOptions runs, CaseOpening opener) {
        workflows.registerWorkflowImplementationTypes(runs, ConflictWorkflowImpl.class);
        workflows.registerActivitiesImplementations(opener);
    }

    private void registerActivities(String queue, int slots, RepositoryActivities activities) {
        WorkerOptions.Builder options = workerOptions().setMaxConcurrentActivityExecutionSize(slots);
        if (!isOwnQueue(queue)) {
            // Most of the time nothing waits there.
            options.setMaxConcurrentActivityTaskPollers(1);
        }
        Worker worker = factory.newWorker(queue, options.build());
        worker.registerActivitiesImplementations(activities);
        if (notices != null && isOwnQueue(queue)) {
            worker.registerActivitiesImplementations(notices);
        }
    }

    private boolean isOwnQueue(String queue) {
        return queue.equals(TaskQueues.activities(queues.host()));
    }

    /**
     * Registers the same, the workflows by which hosts announce themselves and schedules request runs, and the cases of
     * conflicts.
     */
    void serveHost(RepositoryActivities activities, StartActivities start, CaseNotices notices, CaseOpening opener) {
        this.notices = notices;
        Worker workflows = serveRuns(activities);
        workflows.registerWorkflowImplementationTypes(HostWorkflowImpl.class, TriggerWorkflowImpl.class);
        workflows.registerActivitiesImplementations(start);
        registerCases(workflows, WorkflowImplementationOptions.getDefaultInstance(), opener);
    }

    private static WorkerOptions.Builder workerOptions() {
        return WorkerOptions.newBuilder()
                .setUsingVirtualThreads(VirtualThreads.areAvailable())
                .setStickyQueueScheduleToStartTimeout(STICKY_TIMEOUT)
                .setDefaultDeadlockDetectionTimeout(DEADLOCK_TIMEOUT.toMillis())
                // Otherwise four of five heartbeats would be held back, and an activity learn late that it is not
                // wanted.
                .setMaxHeartbeatThrottleInterval(ActivityPolicies.HEARTBEAT_INTERVAL)
                // A push that is under way when the process has to stop may finish: its heartbeats still count.
                .setAllowActivityHeartbeatDuringShutdown(true);
    }
}
