/**
 * Shows a run in Temporal's UI while it is open: in lists, in its details and in its status.
 *
 * <p>Start with {@link dev.reconciler.workflow.visibility.RunAttributes}, the search attributes by which lists are
 * filtered. {@link dev.reconciler.workflow.visibility.RunSummary} is the line that says what a run is about, and {@link
 * dev.reconciler.workflow.visibility.RunDisplay} changes with each activity and each wait. {@link
 * dev.reconciler.workflow.visibility.ToldOutcome} is the result of a run that lingers.
 *
 * <p>Not here: reading these values, which the worker does.
 */
@NullMarked
package dev.reconciler.workflow.visibility;

import org.jspecify.annotations.NullMarked;
