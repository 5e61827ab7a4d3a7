package dev.reconciler.worker.temporal.embedded;

import com.uber.m3.tally.NoopScope;
import com.uber.m3.tally.Scope;
import dev.reconciler.contract.RepositoryActivities;
import dev.reconciler.worker.port.HostRepository;
import dev.reconciler.worker.temporal.connection.TemporalTraces;
import dev.reconciler.worker.temporal.host.HostQueues;
import dev.reconciler.worker.temporal.host.HostWorkers;
import dev.reconciler.worker.temporal.host.WorkerObservers;
import dev.reconciler.worker.temporal.run.CaseStarts;
import dev.reconciler.worker.temporal.run.EndedRuns;
import dev.reconciler.worker.temporal.run.LatestRunReader;
import dev.reconciler.worker.temporal.run.WorkflowRuns;
import dev.reconciler.workflow.visibility.RunAttributes;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.client.WorkflowNotFoundException;
import io.temporal.common.interceptors.WorkerInterceptor;
import io.temporal.common.interceptors.WorkflowClientInterceptor;
import io.temporal.testing.TestEnvironmentOptions;
import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.worker.WorkerFactoryOptions;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A Temporal service inside this process, with the {@link HostWorkers} of this host: a worker for the workflows and one
 * for the activities.
 *
 * <p>The service opens no port and keeps everything in memory. The next process finds on the disk what this one leaves
 * unfinished. The class has no {@code close}: an activity that hangs would hold it up, so the process ends with {@link
 * System#exit}.
 */
public final class EmbeddedTemporal {
    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedTemporal.class);

    private final TestWorkflowEnvironment environment;
    private final TemporalTraces traces;
    private final RequestGate gate;
    private final OpenedCases cases;

    private EmbeddedTemporal(TestWorkflowEnvironment environment, TemporalTraces traces, RequestGate gate) {
        this.environment = environment;
        this.traces = traces;
        this.gate = gate;
        this.cases = new OpenedCases(environment::getWorkflowClient, new CaseStarts(environment::getWorkflowClient));
    }

    /**
     * Starts the service and the workers.
     *
     * @param queues of the host whose activities are served
     */
    public static EmbeddedTemporal start(HostQueues queues, RepositoryActivities activities) {
        EmbeddedTemporal temporal = create();
        temporal.serve(queues, activities);
        return temporal;
    }

    /**
     * The same, for a host that wants to know what its runs come to.
     *
     * @param observers are told what happens on the host
     */
    public static EmbeddedTemporal start(
            HostQueues queues, RepositoryActivities activities, WorkerObservers observers) {
        // The client is that of the service, which is made with the options.
        AtomicReference<EndedRuns> ended = new AtomicReference<>();
        EmbeddedTemporal temporal = create(
                HostWorkers.factoryOptions(
                        (workflowId, runId) ->
                                Objects.requireNonNull(ended.get()).watch(workflowId, runId),
                        observers),
                observers.measures(),
                observers.traces());
        ended.set(new EndedRuns(temporal.client(), observers.outcomes()));
        new HostWorkers(temporal.environment.getWorkerFactory(), queues)
                .serveRunsEmbedded(activities, observers.cases(), temporal.cases);
        temporal.environment.start();
        return temporal;
    }

    /** Starts the service alone. It takes requests, which wait for the workers of {@link #serve}. */
    public static EmbeddedTemporal create() {
        return create(HostWorkers.factoryOptions(), new NoopScope(), TemporalTraces.OFF);
    }

    private static EmbeddedTemporal create(WorkerFactoryOptions options, Scope measures, TemporalTraces traces) {
        RequestGate gate = new RequestGate();
        TestWorkflowEnvironment environment = TestWorkflowEnvironment.newInstance(TestEnvironmentOptions.newBuilder()
                .setUseTimeskipping(false)
                .setWorkflowClientOptions(WorkflowClientOptions.newBuilder()
                        .setInterceptors(Stream.concat(traces.ofClients().stream(), Stream.of(gate, new RunOrder()))
                                .toArray(WorkflowClientInterceptor[]::new))
                        .build())
                .setWorkerFactoryOptions(inOrder(options))
                .setMetricsScope(measures)
                .build());
        // The attributes come before the workers: a run that sets an attribute which the service does not know fails.
        RunAttributes.all().forEach(key -> environment.registerSearchAttribute(key.getName(), key.getValueType()));
        return new EmbeddedTemporal(environment, traces, gate);
    }

    private static WorkerFactoryOptions inOrder(WorkerFactoryOptions options) {
        WorkerInterceptor[] others = options.getWorkerInterceptors();
        return WorkerFactoryOptions.newBuilder(options)
                .setWorkerInterceptors(Stream.concat(
                                Stream.of(new StepOrder()),
                                Stream.ofNullable(others).flatMap(Stream::of))
                        .toArray(WorkerInterceptor[]::new))
                .build();
    }

    /** Starts the workers of a service that has none yet. */
    void serve(HostQueues queues, RepositoryActivities activities) {
        new HostWorkers(environment.getWorkerFactory(), queues).serveRunsEmbedded(activities);
        environment.start();
    }

    /** The client of the service. */
    public WorkflowClient client() {
        return environment.getWorkflowClient();
    }

    /** Requests runs of the service, and waits for them. */
    WorkflowRuns runs() {
        return new WorkflowRuns(client(), traces);
    }

    /** Whether the latest run of a repository has an outcome. */
    boolean isOver(HostRepository repository) {
        return new LatestRunReader(client()).isOver(repository);
    }

    /** Whether nothing is done for a repository now: its latest run is over, or waits until it tries again, as cases do. */
    boolean isAtRest(HostRepository repository) {
        return new LatestRunReader(client()).isAtRest(repository) && cases.areAtRest(repository.id());
    }

    /** The cases that were opened here. */
    OpenedCases cases() {
        return cases;
    }

    /** Begins no run of that repository any more; false, and changes nothing, while a request is on its way. */
    boolean refuseRuns(HostRepository repository) {
        return gate.close(repository.id().workflowId());
    }

    /** Ends the run of a repository where it is, if it has one. */
    void endRun(HostRepository repository) {
        end(client(), repository.id().workflowId());
    }

    static void end(WorkflowClient client, String workflowId) {
        try {
            client.newUntypedWorkflowStub(workflowId).terminate(EndedRuns.MOVED);
        } catch (WorkflowNotFoundException over) {
            LOG.debug("{} has ended by itself", workflowId, over);
        }
    }

    /** Takes no new work. */
    void refuseWork() {
        environment.getWorkerFactory().shutdown();
    }

    /** Takes no new work, and lets the activities under way finish, at most for that time. */
    void drain(Duration atMost) {
        refuseWork();
        environment.getWorkerFactory().awaitTermination(atMost.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Frees the memory of the service. An activity that hangs delays the return of this method. */
    void discard() {
        environment.close();
    }
}
