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

/** The workers of one host: its own activities, and the workflows of every host. */
public final class HostWorkers {
    /** A worker that was killed holds up the workflow tasks that were meant for it no longer than this. */
    private static final Duration STICKY_TIMEOUT = Duration.ofSeconds(1);

    /** Workflow code that does not yield for so long has a defect; for the default of a second, the machine may be busy. */
    private static final Duration DEADLOCK_TIMEOUT = Duration.ofSeconds(10);

    private final WorkerFactory factory;
    private final int concurrency;

    /** @param concurrency how many activities run at once; fewer than repositories, and one that hangs holds up others */
    public HostWorkers(WorkerFactory factory, int concurrency) {
        this.factory = factory;
        this.concurrency = Math.max(concurrency, 1);
    }

    public static WorkerFactoryOptions factoryOptions() {
        return WorkerFactoryOptions.newBuilder()
                .setUsingVirtualWorkflowThreads(VirtualThreads.areAvailable())
                .build();
    }

    /** Runs of repositories, on this host's disk. */
    Worker serveRuns(String host, RepositoryActivities activities) {
        return registerRuns(host, activities, WorkflowImplementationOptions.getDefaultInstance());
    }

    /** The same where the service ends with this process: a defect ends a run, since no better version will come. */
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

    /** The same, and what hosts and schedules need. */
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
                // A push that is under way when the process is asked to stop is let finish.
                .setAllowActivityHeartbeatDuringShutdown(true)
                .build();
    }
}
