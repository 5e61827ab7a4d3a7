/**
 * The steps of a run, each as one effect on a repository that can be repeated: what the activities run.
 *
 * <p>Start with {@link dev.reconciler.git.step.FetchStep}, the first of each pass; then {@link
 * dev.reconciler.git.step.ClassifyStep}, {@link dev.reconciler.git.step.MoveStep}, {@link
 * dev.reconciler.git.step.PushStep}, {@link dev.reconciler.git.step.ReplayStep} and {@link
 * dev.reconciler.git.step.PreserveStep}. {@link dev.reconciler.git.step.KilledRunRecovery} comes before all of them.
 *
 * <p>Which step follows which is decided in {@code dev.reconciler.workflow}.
 */
@NullMarked
package dev.reconciler.git.step;

import org.jspecify.annotations.NullMarked;
