package dev.reconciler.worker.temporal.embedded;

import dev.reconciler.model.ReconcileResult;
import dev.reconciler.worker.port.HostRepository;
import dev.reconciler.worker.temporal.run.WorkflowRuns;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Somebody waits for what a run of a repository comes to, on whichever service has it. What is asked may reach that service
 * only some time later, since it is told there by another thread.
 */
final class OpenWait {
    private final HostRepository repository;
    private final Function<WorkflowRuns, CompletableFuture<ReconcileResult>> question;
    private final CompletableFuture<ReconcileResult> answer = new CompletableFuture<>();
    private volatile @Nullable EmbeddedTemporal asked;

    /** @param question asks a service, and can be asked again of the next one */
    OpenWait(HostRepository repository, Function<WorkflowRuns, CompletableFuture<ReconcileResult>> question) {
        this.repository = repository;
        this.question = question;
    }

    HostRepository repository() {
        return repository;
    }

    CompletableFuture<ReconcileResult> answer() {
        return answer;
    }

    /** Asks that service from now on. */
    void ask(EmbeddedTemporal service) {
        asked = service;
        CompletableFuture<ReconcileResult> unused = question.apply(service.runs())
                .whenComplete((result, failure) -> {
                    // A service that was asked before has lost the run: what it says tells of that alone.
                    if (service.equals(asked)) {
                        complete(result, failure);
                    }
                });
    }

    private void complete(@Nullable ReconcileResult result, @Nullable Throwable failure) {
        if (failure == null) {
            answer.complete(result);
        } else {
            answer.completeExceptionally(failure);
        }
    }
}
