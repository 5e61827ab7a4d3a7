package dev.reconciler.worker.temporal;

import dev.reconciler.contract.RepositoryActivities;
import dev.reconciler.contract.TaskQueues;
import dev.reconciler.workflow.ReconcileWorkflowImpl;
import dev.reconciler.workflow.SearchAttributes;
import io.temporal.client.WorkflowClient;
import io.temporal.testing.TestEnvironmentOptions;
import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkerFactoryOptions;
import io.temporal.worker.WorkerOptions;
import java.util.List;

/**
 * The Temporal service inside this process, with a worker for the workflows and one for this host's activities.
 *
 * <p>Opens no port and keeps everything in memory: what a process leaves unfinished, the next one finds on the disk.
 * There is no {@code close}: an activity that hangs would hold it up, so the process ends with {@link System#exit}.
 */
public final class EmbeddedTemporal {
    private final TestWorkflowEnvironment environment;

    private EmbeddedTemporal(TestWorkflowEnvironment environment) {
        this.environment = environment;
    }

    /**
     * Starts the service and the workers.
     *
     * @param host whose activities are served
     * @param concurrency how many activities run at once; one for each repository, or one that hangs holds up another
     */
    public static EmbeddedTemporal start(String host, RepositoryActivities activities, int concurrency) {
        TestWorkflowEnvironment environment = TestWorkflowEnvironment.newInstance(TestEnvironmentOptions.newBuilder()
                .setUseTimeskipping(false)
                .setWorkerFactoryOptions(WorkerFactoryOptions.newBuilder()
                        .setUsingVirtualWorkflowThreads(VirtualThreads.available())
                        .build())
                .build());
        List.of(SearchAttributes.OUTCOME, SearchAttributes.REPOSITORY, SearchAttributes.TRIGGER)
                .forEach(key -> environment.registerSearchAttribute(key.getName(), key.getValueType()));
        environment
                .newWorker(TaskQueues.WORKFLOWS, options(concurrency))
                .registerWorkflowImplementationTypes(ReconcileWorkflowImpl.class);
        Worker worker = environment.newWorker(TaskQueues.activities(host), options(concurrency));
        worker.registerActivitiesImplementations(activities);
        environment.start();
        return new EmbeddedTemporal(environment);
    }

    private static WorkerOptions options(int concurrency) {
        return WorkerOptions.newBuilder()
                .setUsingVirtualThreads(VirtualThreads.available())
                .setMaxConcurrentActivityExecutionSize(Math.max(concurrency, 1))
                .build();
    }

    /** A client of the service. */
    public WorkflowClient client() {
        return environment.getWorkflowClient();
    }
}
