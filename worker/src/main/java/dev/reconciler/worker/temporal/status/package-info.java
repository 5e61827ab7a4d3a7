/**
 * The state of repositories as Temporal and the remotes tell it.
 *
 * <p>Start with {@link dev.reconciler.worker.temporal.status.StatusReader}. The values that it makes are in {@code
 * worker.status}.
 */
@NullMarked
package dev.reconciler.worker.temporal.status;

import org.jspecify.annotations.NullMarked;
