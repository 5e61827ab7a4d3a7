/**
 * Takes part in a full Temporal service on behalf of one host: its workers, its listing for other hosts, its schedules.
 *
 * <p>Start with {@link dev.reconciler.worker.temporal.host.HostConnection}, which has one method for each step of a
 * host's set-up. Then read {@link dev.reconciler.worker.temporal.host.HostWorkers} (task queues), {@link
 * dev.reconciler.worker.temporal.host.HostRegistry} (hosts tell each other of their repositories) and {@link
 * dev.reconciler.worker.temporal.host.TemporalSchedules} (Temporal Schedules).
 *
 * <p>Not here: the order of the steps and what happens when the service goes away, which is in {@link
 * dev.reconciler.worker.service service}.
 */
@NullMarked
package dev.reconciler.worker.temporal.host;

import org.jspecify.annotations.NullMarked;
