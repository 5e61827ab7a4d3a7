/** The Temporal service inside the process, the workers on it, and how runs are started and waited for. */
@NullMarked
package dev.reconciler.worker.temporal;

import org.jspecify.annotations.NullMarked;
