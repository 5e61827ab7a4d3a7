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
 * A Temporal service inside this process, with the {@link HostWorkers} of this host: a worker for the workflows and one
 * for the activities.
 *
 * <p>The service opens no port and keeps everything in memory. The next process finds on the disk what this one leaves
 * unfinished. The class has no {@code close}: an activity that hangs would hold it up, so the process ends with {@link
 * System#exit}.
 */
public final class EmbeddedTemporal {
    private final TestWorkflowEnvironment environment;

    private EmbeddedTemporal(TestWorkflowEnvironment environment) {
        this.environment = environment;
    }

    /**
     * Starts the service and the workers.
     *
     * @param host the host whose activities are served
     * @param concurrency how many activities run at once; with fewer than one for each repository, an activity that
     *     hangs holds up other repositories
     */
    public static EmbeddedTemporal start(String host, RepositoryActivities activities, int concurrency) {
        TestWorkflowEnvironment environment = TestWorkflowEnvironment.newInstance(TestEnvironmentOptions.newBuilder()
                .setUseTimeskipping(false)
                .setWorkerFactoryOptions(HostWorkers.factoryOptions())
                .build());
        // The attributes come before the workers: a run that sets an attribute which the service does not know fails.
        RunAttributes.all().forEach(key -> environment.registerSearchAttribute(key.getName(), key.getValueType()));
        new HostWorkers(environment.getWorkerFactory(), concurrency).serveRunsEmbedded(host, activities);
        environment.start();
        return new EmbeddedTemporal(environment);
    }

    /** The client of the service. */
    public WorkflowClient client() {
        return environment.getWorkflowClient();
    }

    /** Takes no new work, and lets the activities under way finish, at most for that time. */
    void drain(Duration atMost) {
        environment.getWorkerFactory().shutdown();
        environment.getWorkerFactory().awaitTermination(atMost.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Frees the memory of the service. An activity that hangs delays the return of this method. */
    void discard() {
        environment.close();
    }
}
