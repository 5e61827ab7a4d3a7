package dev.reconciler.worker.cli;

import dev.reconciler.model.BranchName;
import dev.reconciler.model.ErrorType;
import dev.reconciler.model.Outcome;
import dev.reconciler.model.ReconcileError;
import dev.reconciler.model.ReconcileResult;
import dev.reconciler.model.RepositoryId;
import dev.reconciler.model.Trigger;
import dev.reconciler.worker.config.Configuration;
import dev.reconciler.worker.port.Reconciliation;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Answers with the outcomes that a test gives it, and remembers what it was asked. */
public final class FakeReconciliation implements Reconciliation {
    public Map<String, Outcome> outcomes = Map.of();

    @Nullable
    RuntimeException thrown;

    @Nullable
    public Configuration configuration;

    @Nullable
    Duration retryFor;

    boolean planned;
    public int calls;

    @Override
    public void run(Configuration chosen, Duration budget, boolean plan, Consumer<ReconcileResult> sink) {
        calls++;
        configuration = chosen;
        retryFor = budget;
        planned = plan;
        if (thrown != null) {
            throw thrown;
        }
        ids().stream().filter(outcomes::containsKey).map(this::result).forEach(sink);
    }

    public List<String> ids() {
        return configuration.repositories().stream()
                .map(repository -> repository.id().value())
                .toList();
    }

    private ReconcileResult result(String id) {
        Outcome outcome = outcomes.get(id);
        ReconcileError error = outcome == Outcome.FAILED
                ? new ReconcileError(ErrorType.UNRELATED_HISTORIES, "no common ancestor")
                : null;
        return ReconcileResult.builder(new RepositoryId(id), new BranchName("main"), Trigger.MANUAL)
                .outcome(outcome, "what “happened”")
                .error(error)
                .localBranch(MainTest.OLD, MainTest.NEW)
                .remoteBranch(MainTest.NEW)
                .commitCounts(2, 1)
                .duration(Duration.ofMillis(84))
                .planned(planned)
                .build();
    }
}
