/**
 * Remembers what a run has seen of both sides and done to them, also beyond the end of a history that grew too long.
 *
 * <p>Start with {@link dev.reconciler.workflow.progress.RunProgress}, which takes every answer of an activity and hands
 * it to three values: {@link dev.reconciler.workflow.progress.ObservedSides} (where the branches are), {@link
 * dev.reconciler.workflow.progress.OutcomeLog} (what was done) and {@link
 * dev.reconciler.workflow.progress.UnansweredWrites} (what may have been done). {@link
 * dev.reconciler.workflow.progress.RunCheckpoint} is all of it as histories hold it.
 *
 * <p>Not here: any decision. {@link dev.reconciler.workflow.pass} decides what follows from it.
 */
@NullMarked
package dev.reconciler.workflow.progress;

import org.jspecify.annotations.NullMarked;
