/**
 * Calculates how long to wait before another attempt.
 *
 * <p>{@link dev.reconciler.retry.ExponentialBackoff} is all of it: workflow code and activities use the same
 * arithmetic. Nothing here waits or reads a clock, so workflow code may call it.
 *
 * <p>Not here: waiting itself. A workflow waits on a {@link dev.reconciler.workflow.retry.DurableTimer}, a thread of a
 * host on a {@code dev.reconciler.thread.Sleeper}.
 */
@NullMarked
package dev.reconciler.retry;

import org.jspecify.annotations.NullMarked;
