/**
 * Starts runs of the workflow on a Temporal service, waits for their results and reads their phase.
 *
 * <p>Start with {@link dev.reconciler.worker.temporal.run.WorkflowRuns}, then read {@link
 * dev.reconciler.worker.temporal.run.LatestRunReader}. Both work on a full service and on the one inside this process.
 *
 * <p>Not here: the workflow itself, which is in the module {@code workflows}, the workers that execute it ({@link
 * dev.reconciler.worker.temporal.host temporal.host}), and the states that {@code status}
 * prints ({@link dev.reconciler.worker.temporal.status temporal.status}).
 */
@NullMarked
package dev.reconciler.worker.temporal.run;

import org.jspecify.annotations.NullMarked;
