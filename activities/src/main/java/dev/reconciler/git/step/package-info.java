/**
 * The steps of a run, each as one effect on a repository that can be repeated: what the activities run.
 *
 * <p>Start with {@link dev.reconciler.git.step.FetchStep}, the first of each pass; then {@link
 * dev.reconciler.git.step.ClassifyStep}, {@link dev.reconciler.git.step.MoveStep}, {@link
 * dev.reconciler.git.step.PushStep}, {@link dev.reconciler.git.step.ReplayStep} and {@link
 * dev.reconciler.git.step.PreserveConflictStep}. Before both sides are looked at, {@link
 * dev.reconciler.git.step.KilledRunRecovery} clears up after a run that was killed.
 *
 * <p>A move is the longest of them: {@link dev.reconciler.git.step.MoveAttempt} is one try under the repository's lock,
 * {@link dev.reconciler.git.step.KeptOriginal} the ref that keeps what the branch leaves, and {@link
 * dev.reconciler.git.step.CatchUpReplay} takes along what the application has committed meanwhile.
 *
 * <p>A method {@code plan} says what {@code run} would do, and moves nothing. Which step follows which is
 * decided in {@code dev.reconciler.workflow}.
 */
@NullMarked
package dev.reconciler.git.step;

import org.jspecify.annotations.NullMarked;
