/**
 * The Temporal service inside this process.
 *
 * <p>Start with {@link dev.reconciler.worker.temporal.embedded.EmbeddedTemporal}. {@link
 * dev.reconciler.worker.temporal.embedded.RecycledTemporal} replaces it before it slows down.
 */
@NullMarked
package dev.reconciler.worker.temporal.embedded;

import org.jspecify.annotations.NullMarked;
