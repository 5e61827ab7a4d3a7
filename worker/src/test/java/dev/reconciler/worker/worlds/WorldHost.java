package dev.reconciler.worker.worlds;

import dev.reconciler.activity.HostActivities;
import dev.reconciler.activity.HostConcurrency;
import dev.reconciler.activity.HostedRepositories;
import dev.reconciler.activity.HostedRepository;
import dev.reconciler.activity.PlanActivities;
import dev.reconciler.contract.FetchRequest;
import dev.reconciler.contract.RepositoryActivities;
import dev.reconciler.model.ReconcileResult;
import dev.reconciler.model.RepositoryId;
import dev.reconciler.model.Trigger;
import dev.reconciler.worker.temporal.host.HostQueues;
import dev.reconciler.worker.temporal.host.HostWorkers;
import dev.reconciler.worker.temporal.run.WorkflowRuns;
import dev.reconciler.workflow.ReconcileInput;
import dev.reconciler.workflow.visibility.RunAttributes;
import io.temporal.testing.TestEnvironmentOptions;
import io.temporal.testing.TestWorkflowEnvironment;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The host of all worlds of this process, one after the other: the real activities on a Temporal service inside this
 * process, whose timers take no time.
 */
final class WorldHost implements AutoCloseable {
    static final String NAME = "host";
    private static final int RUNS_UNTIL_WORN = 500;

    private static final Duration IDLE = Duration.ofMillis(50);
    private static final Duration SKIPPED = Duration.ofMillis(500);
    private static final Duration HURRIED = Duration.ofMillis(300);

    private @Nullable TestWorkflowEnvironment environment;
    private final AtomicInteger underWay = new AtomicInteger();
    private int runs;
    private volatile RepositoryActivities activities =
            new HostActivities(new HostedRepositories(NAME, List.of(), HostConcurrency.ofMachine()));
    private volatile boolean hurried;
    private volatile Meanwhile meanwhile = (activity, isBefore) -> {};

    /** What happens before and after each activity of a run. */
    interface Meanwhile {
        void act(String activity, boolean isBefore) throws Exception;
    }

    /** Runs once, for a world that nobody else touches but in the middle of an activity's turn. */
    ReconcileResult run(RunOrder order, Meanwhile during) {
        HostedRepositories hosted = new HostedRepositories(NAME, order.repositories(), HostConcurrency.ofMachine());
        activities = order.isPlanned() ? new PlanActivities(hosted) : new HostActivities(hosted);
        meanwhile = during;
        hurried = order.repositories().get(0).settings().remoteUrl().equals(WorldRuns.AWAY);
        ReconcileResult result = waitFor(findRuns().run(newInput(order.id(), order)));
        meanwhile = (activity, isBefore) -> {};
        return result;
    }

    /** Two runs at the same time, of two names for one clone. */
    List<ReconcileResult> runBoth(RunOrder order, HostedRepository twin) {
        activities = new HostActivities(
                new HostedRepositories(NAME, List.of(order.repositories().get(0), twin), HostConcurrency.ofMachine()));
        // On one service: between the two it may become worn.
        WorkflowRuns runs = findRuns();
        CompletableFuture<ReconcileResult> one = runs.run(newInput(order.id(), order));
        CompletableFuture<ReconcileResult> other =
                runs.run(newInput(twin.settings().id(), order));
        return List.of(waitFor(one), waitFor(other));
    }

    private WorkflowRuns findRuns() {
        return new WorkflowRuns(findEnvironment().getWorkflowClient());
    }

    // Where no activity is under way and nothing comes, the run waits for a timer: time goes on at once.
    private ReconcileResult waitFor(CompletableFuture<ReconcileResult> run) {
        while (true) {
            try {
                ReconcileResult result = run.get(IDLE.toMillis(), TimeUnit.MILLISECONDS);
                waitForLateSteps();
                return result;
            } catch (TimeoutException idle) {
                if (underWay.get() == 0) {
                    Objects.requireNonNull(environment).sleep(SKIPPED);
                }
            } catch (InterruptedException | ExecutionException failed) {
                throw new AssertionError(failed);
            }
        }
    }

    // On a machine that is busy, an activity may be given up by the service, and still be at work.
    private void waitForLateSteps() throws InterruptedException {
        while (underWay.get() > 0) {
            TimeUnit.MILLISECONDS.sleep(1);
        }
    }

    private static ReconcileInput newInput(RepositoryId id, RunOrder order) {
        return new ReconcileInput(id, NAME, World.BRANCH, Trigger.MANUAL, order.retryFor(), order.isPlanned());
    }

    // The service gets slower with each run that it remembers.
    private TestWorkflowEnvironment findEnvironment() {
        if (environment != null && runs++ > RUNS_UNTIL_WORN) {
            environment.close();
            environment = null;
            runs = 0;
        }
        if (environment == null) {
            environment = newEnvironment();
        }
        return environment;
    }

    private TestWorkflowEnvironment newEnvironment() {
        TestWorkflowEnvironment fresh = TestWorkflowEnvironment.newInstance(TestEnvironmentOptions.newBuilder()
                .setUseTimeskipping(true)
                .setWorkerFactoryOptions(HostWorkers.factoryOptions())
                .build());
        RunAttributes.all().forEach(key -> fresh.registerSearchAttribute(key.getName(), key.getValueType()));
        new HostWorkers(fresh.getWorkerFactory(), HostQueues.single(NAME, 4))
                .serveRunsEmbedded(newInterruptedActivities());
        fresh.start();
        return fresh;
    }

    private RepositoryActivities newInterruptedActivities() {
        return (RepositoryActivities) Proxy.newProxyInstance(
                WorldHost.class.getClassLoader(),
                new Class<?>[] {RepositoryActivities.class},
                (proxy, method, parameters) -> {
                    Meanwhile now = meanwhile;
                    underWay.incrementAndGet();
                    try {
                        now.act(method.getName(), true);
                        return method.invoke(activities, hurry(parameters));
                    } catch (InvocationTargetException failed) {
                        throw failed.getCause();
                    } finally {
                        try {
                            now.act(method.getName(), false);
                        } finally {
                            underWay.decrementAndGet();
                        }
                    }
                });
    }

    // Where a remote can't be reached, the quick tries of an activity would really wait.
    private Object[] hurry(Object[] parameters) {
        return hurried && parameters[0] instanceof FetchRequest request
                ? new Object[] {new FetchRequest(request.target(), HURRIED)}
                : parameters;
    }

    @Override
    public void close() {
        if (environment != null) {
            environment.close();
        }
    }
}
