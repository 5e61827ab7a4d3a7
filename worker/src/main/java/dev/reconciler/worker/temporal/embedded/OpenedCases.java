package dev.reconciler.worker.temporal.embedded;

import dev.reconciler.model.RepositoryId;
import dev.reconciler.workflow.cases.CaseInput;
import dev.reconciler.workflow.cases.CaseOpening;
import io.temporal.api.enums.v1.WorkflowExecutionStatus;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowExecutionDescription;
import io.temporal.client.WorkflowNotFoundException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * The cases of conflicts that were opened on a service. A case lives for as long as its branch, which is longer than the
 * service: it is ended here before the next service opens it, or both would tell people of it.
 */
final class OpenedCases implements CaseOpening {
    private static final WorkflowExecutionStatus COMPLETED =
            WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_COMPLETED;

    private final Supplier<WorkflowClient> client;
    private final CaseOpening opening;
    private final Map<RepositoryId, Set<String>> opened = new ConcurrentHashMap<>();

    /** @param opening opens cases on the service of that client */
    OpenedCases(Supplier<WorkflowClient> client, CaseOpening opening) {
        this.client = client;
        this.opening = opening;
    }

    @Override
    public void open(List<CaseInput> cases) {
        // Known before they are there: none is left behind.
        cases.forEach(
                each -> opened.computeIfAbsent(each.target().repository(), repository -> ConcurrentHashMap.newKeySet())
                        .add(each.workflowId()));
        opening.open(cases);
    }

    /** Whether a case of the repository has not come to its end by itself. */
    boolean areUnfinished(RepositoryId repository) {
        return describe(repository).anyMatch(each -> !each.getStatus().equals(COMPLETED));
    }

    /** Whether no case of the repository looks, or tells people, now. */
    boolean areAtRest(RepositoryId repository) {
        return describe(repository)
                .allMatch(each ->
                        each.getRawDescription().getPendingActivitiesList().isEmpty());
    }

    /** Ends those of the repository that are open. */
    void end(RepositoryId repository) {
        opened.getOrDefault(repository, Set.of()).forEach(each -> EmbeddedTemporal.end(client.get(), each));
    }

    private Stream<WorkflowExecutionDescription> describe(RepositoryId repository) {
        return opened.getOrDefault(repository, Set.of()).stream().flatMap(each -> findCase(each).stream());
    }

    // One that could not be opened is not there.
    private Optional<WorkflowExecutionDescription> findCase(String workflowId) {
        try {
            return Optional.of(client.get().newUntypedWorkflowStub(workflowId).describe());
        } catch (WorkflowNotFoundException none) {
            return Optional.empty();
        }
    }
}
