/**
 * The part of one host in a full Temporal service: its workers, its listing for other hosts, its schedules.
 *
 * <p>Start with {@link dev.reconciler.worker.temporal.host.HostConnection}.
 */
@NullMarked
package dev.reconciler.worker.temporal.host;

import org.jspecify.annotations.NullMarked;
