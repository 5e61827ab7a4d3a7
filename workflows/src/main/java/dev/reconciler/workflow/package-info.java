/** {@code ReconcileWorkflow}: names, times and decisions. Nothing in here does I/O. */
@NullMarked
package dev.reconciler.workflow;

import org.jspecify.annotations.NullMarked;
