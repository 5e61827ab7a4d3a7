package dev.reconciler.worker.temporal.run;

import dev.reconciler.contract.TaskQueues;
import dev.reconciler.workflow.cases.CaseDisplay;
import dev.reconciler.workflow.cases.CaseInput;
import dev.reconciler.workflow.cases.CaseOpening;
import dev.reconciler.workflow.cases.ConflictWorkflow;
import dev.reconciler.workflow.visibility.RunAttributes;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowOptions;
import io.temporal.common.SearchAttributes;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Opens the cases of conflicts, or has those that are open look. */
public final class CaseStarts implements CaseOpening {
    // The in-process service exists once its workers, and so this object, are made.
    private final Supplier<WorkflowClient> client;

    /** Opens cases on the service of that client. */
    public CaseStarts(Supplier<WorkflowClient> client) {
        this.client = client;
    }

    @Override
    public void open(List<CaseInput> cases) {
        cases.forEach(this::openOne);
    }

    private void openOne(CaseInput input) {
        WorkflowOptions options = WorkflowOptions.newBuilder()
                .setWorkflowId(input.workflowId())
                .setTaskQueue(TaskQueues.WORKFLOWS)
                .setTypedSearchAttributes(SearchAttributes.newBuilder()
                        .set(
                                RunAttributes.REPOSITORY,
                                input.target().repository().value())
                        .build())
                .setMemo(Map.of(CaseDisplay.MEMO, CaseDisplay.summarize(input)))
                .setStaticSummary(CaseDisplay.summarize(input))
                .setStaticDetails("Open for as long as the branch waits for a person. Ends by itself once `"
                        + input.conflict().branch() + "` is merged into `"
                        + input.target().branch() + "`, or deleted.")
                .build();
        // One call for both: a case that is open is told, whoever opened it.
        client.get()
                .newUntypedWorkflowStub(ConflictWorkflow.TYPE, options)
                .signalWithStart(ConflictWorkflow.LOOK, new Object[] {input}, new Object[] {input});
    }
}
