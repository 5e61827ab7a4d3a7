package dev.reconciler.worker.port;

import dev.reconciler.model.ReconcileResult;
import dev.reconciler.worker.config.Configuration;
import java.time.Duration;
import java.util.function.Consumer;

/** Reconciles the repositories of a configuration once, or says what that would do. */
public interface Reconciliation {
    /**
     * Returns when every repository has its result.
     *
     * @param configuration with the chosen repositories only
     * @param retryFor the budget of each run's fetch or push retries
     * @param planned whether to only look, and move nothing
     * @param sink takes exactly one result a repository, as soon as it is there, from any thread
     */
    void run(Configuration configuration, Duration retryFor, boolean planned, Consumer<ReconcileResult> sink);
}
