package dev.reconciler.worker.durability;

import dev.reconciler.contract.TaskQueues;
import dev.reconciler.model.Outcome;
import dev.reconciler.model.ReconcileResult;
import dev.reconciler.model.Trigger;
import dev.reconciler.worker.ActivityAssembly;
import dev.reconciler.worker.temporal.run.WorkflowRuns;
import dev.reconciler.workflow.ReconcileInput;
import dev.reconciler.workflow.run.ReconcileWorkflowImpl;
import io.temporal.testing.TestWorkflowEnvironment;
import java.time.Duration;

/** Runs on a Temporal service: the signal, the workflow, its activities, the outcome. */
final class OnTemporal implements Subject {
    private final TestWorkflowEnvironment service;
    private final ReconcileInput input;
    private final WorkflowRuns runs;

    OnTemporal(TestWorkflowEnvironment service, Site site) {
        this.service = service;
        this.input = new ReconcileInput(
                site.repository().id(),
                site.configuration().host(),
                site.repository().branch(),
                Trigger.MANUAL,
                Duration.ofMinutes(1),
                false);
        service.newWorker(TaskQueues.WORKFLOWS).registerWorkflowImplementationTypes(ReconcileWorkflowImpl.class);
        service.newWorker(TaskQueues.activities(input.host()))
                .registerActivitiesImplementations(ActivityAssembly.newActivities(site.configuration(), false));
        service.start();
        this.runs = new WorkflowRuns(service.getWorkflowClient());
    }

    @Override
    public Outcome reconcile() {
        ReconcileResult result = runs.run(input).join();
        return result.outcome();
    }

    @Override
    public int events() {
        return service.getWorkflowClient()
                .fetchHistory(input.repository().workflowId())
                .getEvents()
                .size();
    }

    @Override
    public void close() {
        service.close();
    }
}
