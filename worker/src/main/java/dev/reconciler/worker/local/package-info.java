/**
 * The worker of this host, as the commands beside it ask it.
 *
 * <p>Start with {@link dev.reconciler.worker.local.LocalWorker}. Not here: what the worker answers, which is in {@link
 * dev.reconciler.worker.api api}.
 */
@NullMarked
package dev.reconciler.worker.local;

import org.jspecify.annotations.NullMarked;
