/**
 * The connection to a Temporal service: how it is reached, what a call may end with, what a namespace must know.
 *
 * <p>Start with {@link dev.reconciler.worker.temporal.connection.TemporalConnection}.
 */
@NullMarked
package dev.reconciler.worker.temporal.connection;

import org.jspecify.annotations.NullMarked;
