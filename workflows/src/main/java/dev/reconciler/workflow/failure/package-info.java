/**
 * Sorts the failures of activities by what the pass does: wait, wait for seconds, or leave it to a person.
 *
 * <p>Start with {@link dev.reconciler.workflow.failure.FailureClassifier}; it makes an {@link
 * dev.reconciler.workflow.failure.ActivityFailedException}, which never leaves workflow code.
 *
 * <p>Not here: how git's errors become failures of activities, which is done on the host, and how long a pass waits
 * after a failure, which {@link dev.reconciler.workflow.retry} says.
 */
@NullMarked
package dev.reconciler.workflow.failure;

import org.jspecify.annotations.NullMarked;
