package dev.reconciler.worker.port;

import dev.reconciler.model.ReconcileResult;
import dev.reconciler.model.Trigger;
import java.util.concurrent.CompletableFuture;

/** Waits for what a requested pass came to. */
public interface PassWaits {
    /**
     * Requests a pass, and waits for it.
     *
     * @return the result, of a failed run too, of a pass that began after this call; fails with a {@link
     *     TemporalUnavailableException} where the service does not answer. It takes as long as the run, which may try for
     *     a day: a caller that goes away earlier cancels it
     */
    CompletableFuture<ReconcileResult> awaitPass(HostRepository repository, Trigger trigger);
}
