/**
 * Runs a Temporal service inside this process, for hosts and commands that use no full one.
 *
 * <p>Start with {@link dev.reconciler.worker.temporal.embedded.EmbeddedTemporal}, the service itself. {@link
 * dev.reconciler.worker.temporal.embedded.EmbeddedReconciliation} uses one for {@code once} and {@code plan}. {@link
 * dev.reconciler.worker.temporal.embedded.SelfRenewingTemporal} serves for months, and replaces the service before it slows
 * down.
 *
 * <p>Not here: the workers and the runs on it, which are the same as on a full service ({@link
 * dev.reconciler.worker.temporal.host temporal.host}, {@link dev.reconciler.worker.temporal.run temporal.run}).
 */
@NullMarked
package dev.reconciler.worker.temporal.embedded;

import org.jspecify.annotations.NullMarked;
