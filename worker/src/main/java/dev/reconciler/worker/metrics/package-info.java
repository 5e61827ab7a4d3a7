/**
 * What is counted and measured on this host, and how Prometheus reads it.
 *
 * <p>Start with {@link dev.reconciler.worker.metrics.HostMetrics}, which writes what somebody may see. {@link
 * dev.reconciler.worker.metrics.HostMeters} has what is counted; {@link
 * dev.reconciler.worker.metrics.RepositoryGauges} knows each repository, by what {@link
 * dev.reconciler.worker.metrics.EventFigures} and {@link dev.reconciler.worker.metrics.PositionLooks} tell it.
 *
 * <p>Not here: who may see what ({@link dev.reconciler.worker.access access}). What each metric means is in
 * docs/metrics.md.
 */
@NullMarked
package dev.reconciler.worker.metrics;

import org.jspecify.annotations.NullMarked;
