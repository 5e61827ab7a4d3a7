/**
 * The worker's HTTP interface for applications in Java. Start at {@link dev.reconciler.client.ReconcilerClient}. What
 * answers these requests is in the module {@code worker}, of which nothing is seen here.
 */
@NullMarked
package dev.reconciler.client;

import org.jspecify.annotations.NullMarked;
