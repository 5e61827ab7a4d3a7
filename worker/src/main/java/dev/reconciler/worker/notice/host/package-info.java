/** Notices that the worker of another host of the same Temporal namespace is gone. */
@NullMarked
package dev.reconciler.worker.notice.host;

import org.jspecify.annotations.NullMarked;
