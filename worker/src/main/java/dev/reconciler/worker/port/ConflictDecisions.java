package dev.reconciler.worker.port;

import dev.reconciler.contract.conflict.ConflictTask;
import dev.reconciler.model.ReconcileResult;
import java.util.concurrent.CompletableFuture;

/** Has runs do what people have decided about conflicts. */
public interface ConflictDecisions {
    /**
     * Has a run do it, one that is under way or one that begins.
     *
     * @return the result, of a failed pass too; fails with a {@link TemporalUnavailableException} where the service does
     *     not answer. The run goes on where the caller does not wait for it
     */
    CompletableFuture<ReconcileResult> decide(HostRepository repository, ConflictTask task);
}
