/**
 * Runs the long-running service of one host, which is what {@code worker} starts.
 *
 * <p>Start with {@link dev.reconciler.worker.service.TemporalService}: it sets a host up on a full Temporal service,
 * and sets it up again whenever the service was away. {@link dev.reconciler.worker.service.EmbeddedService} does the
 * same on a service inside this process, with {@link dev.reconciler.worker.service.InProcessSchedules} in place of
 * Temporal's schedules. {@link dev.reconciler.worker.service.MaintainedService} puts the packing of clones beside either.
 * Then read {@link dev.reconciler.worker.service.BootRuns}, the first run of each repository, and
 * {@link dev.reconciler.worker.service.ServiceListener}, by which the log and the readiness learn how the service gets
 * on.
 *
 * <p>Not here: the single steps of the set-up, which are in {@link dev.reconciler.worker.temporal.host temporal.host},
 * and the HTTP endpoint, which {@link dev.reconciler.worker.http http} puts around a service.
 */
@NullMarked
package dev.reconciler.worker.service;

import org.jspecify.annotations.NullMarked;
