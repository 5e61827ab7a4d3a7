/**
 * Connects to a full Temporal service.
 *
 * <p>Start with {@link dev.reconciler.worker.temporal.connection.TemporalConnection}. Then read {@link
 * dev.reconciler.worker.temporal.connection.TemporalProfile} (address, namespace, key), {@link
 * dev.reconciler.worker.temporal.connection.TemporalCalls} (a service that does not answer is told from every other
 * failure) and {@link dev.reconciler.worker.temporal.connection.SearchAttributeSetup} (the search attributes that a
 * namespace must have). {@link dev.reconciler.worker.temporal.connection.RenewedSslContext} reads certificates that are
 * replaced while the program runs.
 *
 * <p>Not here: runs, which are in {@link dev.reconciler.worker.temporal.run temporal.run}, and the service inside this
 * process, which needs no connection.
 */
@NullMarked
package dev.reconciler.worker.temporal.connection;

import org.jspecify.annotations.NullMarked;
