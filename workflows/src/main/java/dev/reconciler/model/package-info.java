/**
 * Holds the values that all other packages speak in: each checks itself, and has a wire name that outlives its class.
 *
 * <p>Start with {@link dev.reconciler.model.Outcome} and {@link dev.reconciler.model.Divergence}, then read {@link
 * dev.reconciler.model.ReconcileResult}, which is what users see of a run.
 *
 * <p>Not here: anything that knows git or Temporal.
 */
@NullMarked
package dev.reconciler.model;

import org.jspecify.annotations.NullMarked;
