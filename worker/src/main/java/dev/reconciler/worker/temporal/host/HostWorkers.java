package dev.reconciler.worker.temporal.host;

import dev.reconciler.contract.RepositoryActivities;
import dev.reconciler.contract.TaskQueues;
import dev.reconciler.thread.VirtualThreads;
import dev.reconciler.workflow.host.HostWorkflowImpl;
import dev.reconciler.workflow.run.ReconcileWorkflowImpl;
import dev.reconciler.workflow.schedule.StartActivities;
import dev.reconciler.workflow.schedule.TriggerWorkflowImpl;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkerFactory;
import io.temporal.worker.WorkerFactoryOptions;
import io.temporal.worker.WorkerOptions;
import io.temporal.worker.WorkflowImplementationOptions;
import java.time.Duration;

/**
 * Sets up the workers of one host. The worker on the host's own task queue runs the activities of its repositories; the
 * worker on the common task queue runs workflows of every host, which touch no disk.
 */
public final class HostWorkers {
    /**
     * How many activities a host runs at once for each of its repositories. A run has one activity under way; the
     * second place is spare, because an activity that was given up may still hang in its transport and hold the first
     * one.
     */
    public static final int ACTIVITIES_PER_REPOSITORY = 2;

    /** Temporal waits so long for a worker that was killed before another worker gets its workflow tasks. */
    private static final Duration STICKY_TIMEOUT = Duration.ofSeconds(1);

    /**
     * Workflow code that does not yield for so long has a defect. A busy machine can take longer than the default
     * second.
     */
    private static final Duration DEADLOCK_TIMEOUT = Duration.ofSeconds(10);

    private final WorkerFactory factory;
    private final int concurrency;

    /**
     * Prepares the workers of a host.
     *
     * @param concurrency how many activities run at once; with fewer than one for each repository, an activity that
     *     hangs holds up other repositories
     */
    public HostWorkers(WorkerFactory factory, int concurrency) {
        this.factory = factory;
        this.concurrency = Math.max(concurrency, 1);
    }

    /** The options that the worker factory of a host is made with. */
    public static WorkerFactoryOptions factoryOptions() {
        return WorkerFactoryOptions.newBuilder()
                .setUsingVirtualWorkflowThreads(VirtualThreads.areAvailable())
                .build();
    }

    /** Registers the workflow of runs, and the activities of this host's disk. */
    Worker serveRuns(String host, RepositoryActivities activities) {
        return registerRuns(host, activities, WorkflowImplementationOptions.getDefaultInstance());
    }

    /**
     * Registers the same for a service that ends with this process. There a defect ends the run as failed. On a full
     * service the run would wait for a worker with a better version, which can't come here.
     */
    public void serveRunsEmbedded(String host, RepositoryActivities activities) {
        registerRuns(
                host,
                activities,
                WorkflowImplementationOptions.newBuilder()
                        .setFailWorkflowExceptionTypes(RuntimeException.class)
                        .build());
    }

    private Worker registerRuns(String host, RepositoryActivities activities, WorkflowImplementationOptions runs) {
        Worker workflows = factory.newWorker(TaskQueues.WORKFLOWS, workerOptions());
        workflows.registerWorkflowImplementationTypes(runs, ReconcileWorkflowImpl.class);
        factory.newWorker(TaskQueues.activities(host), workerOptions()).registerActivitiesImplementations(activities);
        return workflows;
    }

    /** Registers the same, and the workflows by which hosts announce themselves and schedules request runs. */
    void serveHost(String host, RepositoryActivities activities, StartActivities start) {
        Worker workflows = serveRuns(host, activities);
        workflows.registerWorkflowImplementationTypes(HostWorkflowImpl.class, TriggerWorkflowImpl.class);
        workflows.registerActivitiesImplementations(start);
    }

    private WorkerOptions workerOptions() {
        return WorkerOptions.newBuilder()
                .setUsingVirtualThreads(VirtualThreads.areAvailable())
                .setMaxConcurrentActivityExecutionSize(concurrency)
                .setStickyQueueScheduleToStartTimeout(STICKY_TIMEOUT)
                .setDefaultDeadlockDetectionTimeout(DEADLOCK_TIMEOUT.toMillis())
                // A push that is under way when the process has to stop may finish: its heartbeats still count.
                .setAllowActivityHeartbeatDuringShutdown(true)
                .build();
    }
}
