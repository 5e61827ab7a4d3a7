/**
 * The state directory of this host: what its worker remembers, and where commands find the worker.
 *
 * <p>Start with {@link dev.reconciler.worker.state.HostState}. Not here: the log of events that is kept there ({@link
 * dev.reconciler.worker.event event}), and what commands ask the worker ({@link dev.reconciler.worker.local local}).
 */
@NullMarked
package dev.reconciler.worker.state;

import org.jspecify.annotations.NullMarked;
