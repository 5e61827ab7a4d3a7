package dev.reconciler.workflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reconciler.server.FullServer;
import dev.reconciler.server.OnFullServer;
import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityOptions;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.testing.WorkflowReplayer;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkerFactory;
import io.temporal.workflow.SignalMethod;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What docs/upgrading.md says, shown: workflow code is changed while a run is open. */
class UpgradeTest {
    private final String queue = "upgrade-" + UUID.randomUUID();
    private final List<String> steps = new CopyOnWriteArrayList<>();
    private final TestWorkflowEnvironment environment = TestWorkflowEnvironment.newInstance();
    private WorkflowClient client = environment.getWorkflowClient();

    /** A run that waits between two steps, as one does whose remote is down. */
    @WorkflowInterface
    public interface PausedRun {
        @WorkflowMethod
        void run();

        @SignalMethod
        void goOn();
    }

    /** One step of such a run. */
    @ActivityInterface
    public interface RecordedStep {
        void take(String name);
    }

    /** What all versions have in common. */
    abstract static class AnyPausedRun implements PausedRun {
        private boolean goOn;

        final void step(String name) {
            ActivityOptions options = ActivityOptions.newBuilder()
                    .setStartToCloseTimeout(Duration.ofSeconds(10))
                    .build();
            Workflow.newActivityStub(RecordedStep.class, options).take(name);
        }

        final void pause() {
            Workflow.await(() -> goOn);
        }

        @Override
        public void goOn() {
            goOn = true;
        }
    }

    /** As it was. */
    public static final class RunBeforeChange extends AnyPausedRun {
        @Override
        public void run() {
            step("fetch");
            pause();
            step("push");
        }
    }

    /** With a new step, for runs that began since. */
    public static final class RunAfterChange extends AnyPausedRun {
        @Override
        public void run() {
            step("fetch");
            pause();
            if (Workflow.getVersion("check-before-push", Workflow.DEFAULT_VERSION, 1) >= 1) {
                step("check");
            }
            step("push");
        }
    }

    /** With a wait put where open runs have passed already. */
    public static final class CarelessRun extends AnyPausedRun {
        @Override
        public void run() {
            Workflow.sleep(Duration.ofSeconds(1));
            step("fetch");
            pause();
            step("push");
        }
    }

    @AfterEach
    void stop() {
        environment.close();
    }

    /** On a full server: the in-process one keeps waiting for the worker that is gone. */
    @Test
    @OnFullServer
    void anOpenRunGoesOnAcrossAVersionedChange() {
        client = FullServer.shared().orElseThrow().client();
        WorkerFactory before = startWorkers(RunBeforeChange.class);
        WorkflowStub open = begin();
        stopWorkers(before);
        WorkerFactory after = startWorkers(RunAfterChange.class);

        endRun(open);
        // It had not reached the change, so it takes the new step, and any replay of it does.
        assertThat(steps).containsExactly("fetch", "check", "push");
        WorkflowStub fresh = begin();
        endRun(fresh);

        assertThat(steps).containsExactly("fetch", "check", "push", "fetch", "check", "push");
        stopWorkers(after);
    }

    @Test
    void aRunThatPassedTheChangeKeepsItsCourse() throws Exception {
        WorkerFactory before = startWorkers(RunBeforeChange.class);
        WorkflowStub passed = begin();
        endRun(passed);
        stopWorkers(before);

        WorkflowReplayer.replayWorkflowExecution(
                client.fetchHistory(passed.getExecution().getWorkflowId()), RunAfterChange.class);
    }

    @Test
    void aChangeWithoutAVersionIsFoundByReplayingAnOpenRun() {
        WorkerFactory before = startWorkers(RunBeforeChange.class);
        WorkflowStub open = begin();
        stopWorkers(before);

        assertThatThrownBy(() -> WorkflowReplayer.replayWorkflowExecution(
                        client.fetchHistory(open.getExecution().getWorkflowId()), CarelessRun.class))
                .hasStackTraceContaining("NonDeterministicException");
        open.terminate("shown");
    }

    private WorkerFactory startWorkers(Class<?> version) {
        WorkerFactory factory = WorkerFactory.newInstance(client);
        Worker worker = factory.newWorker(queue);
        worker.registerWorkflowImplementationTypes(version);
        worker.registerActivitiesImplementations((RecordedStep) steps::add);
        factory.start();
        return factory;
    }

    private static void stopWorkers(WorkerFactory factory) {
        factory.shutdown();
        factory.awaitTermination(10, TimeUnit.SECONDS);
    }

    /** Runs until the pause. */
    private WorkflowStub begin() {
        int taken = steps.size();
        WorkflowStub run = client.newUntypedWorkflowStub(
                "PausedRun", WorkflowOptions.newBuilder().setTaskQueue(queue).build());
        run.start();
        Awaitility.await().until(() -> steps.size() == taken + 1);
        return run;
    }

    private static void endRun(WorkflowStub run) {
        run.signal("goOn");
        run.getResult(Void.class);
    }
}
