package dev.reconciler.worker.port;

import dev.reconciler.model.ReconcileResult;
import dev.reconciler.worker.config.Configuration;
import java.time.Duration;
import java.util.function.Consumer;

/** Reconciles the repositories of a configuration once, or tells what a reconciliation would do. */
public interface Reconciliation {
    /**
     * Reconciles every repository, and returns when each has its result.
     *
     * @param configuration the configuration, with the chosen repositories only
     * @param retryFor the budget of each run's fetch or push retries
     * @param planned whether the runs only look, and move no branch
     * @param sink receives exactly one result for each repository, as soon as the run has it, from any thread
     */
    void run(Configuration configuration, Duration retryFor, boolean planned, Consumer<ReconcileResult> sink);
}
