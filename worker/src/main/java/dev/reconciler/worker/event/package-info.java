/**
 * What happened on this host, for those who follow it: an ordered log that survives restarts.
 *
 * <p>Start with {@link dev.reconciler.worker.event.EventFeed}, which makes events of what runs came to; {@link
 * dev.reconciler.worker.event.EventLog} keeps them.
 */
@NullMarked
package dev.reconciler.worker.event;

import org.jspecify.annotations.NullMarked;
