package dev.reconciler.worker.event;

import dev.reconciler.model.ReconcileResult;

/** Is told of each run of this host that has ended. */
@FunctionalInterface
public interface OutcomeListener {
    /** Is called by any thread, and must not block for long. */
    void runEnded(ReconcileResult result);
}
