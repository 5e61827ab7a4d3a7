package dev.reconciler.worker.temporal.embedded;

import dev.reconciler.contract.RepositoryActivities;
import dev.reconciler.worker.temporal.host.HostWorkers;
import dev.reconciler.workflow.visibility.RunAttributes;
import io.temporal.client.WorkflowClient;
import io.temporal.testing.TestEnvironmentOptions;
import io.temporal.testing.TestWorkflowEnvironment;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

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
                .setWorkerFactoryOptions(HostWorkers.factoryOptions())
                .build());
        RunAttributes.all().forEach(key -> environment.registerSearchAttribute(key.getName(), key.getValueType()));
        new HostWorkers(environment.getWorkerFactory(), concurrency).serveRunsEmbedded(host, activities);
        environment.start();
        return new EmbeddedTemporal(environment);
    }

    /** A client of the service. */
    public WorkflowClient client() {
        return environment.getWorkflowClient();
    }

    /** Takes no work any more, and lets the activities under way finish, at most for that time. */
    void drain(Duration atMost) {
        environment.getWorkerFactory().shutdown();
        environment.getWorkerFactory().awaitTermination(atMost.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Frees the memory, once it can; an activity that hangs delays that. */
    void discard() {
        environment.close();
    }
}
