/**
 * Runs of the workflow on a Temporal service: started, waited for, looked at.
 *
 * <p>Start with {@link dev.reconciler.worker.temporal.run.WorkflowRuns}.
 */
@NullMarked
package dev.reconciler.worker.temporal.run;

import org.jspecify.annotations.NullMarked;
