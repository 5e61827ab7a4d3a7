/**
 * A clone where there is none yet: made in a folder of its own, then moved into place.
 *
 * <p>Start with {@link dev.reconciler.git.clone.FirstClone}: it makes the stage, and moves the clone out of it. What is
 * done inside the stage, which no other process sees, is in {@link dev.reconciler.git.clone.CloneStage}.
 *
 * <p>The files of the work tree are written by {@link dev.reconciler.git.checkout.FirstCheckout}; a clone that is there
 * already is opened by {@link dev.reconciler.git.repository.DataRepository}.
 */
@NullMarked
package dev.reconciler.git.clone;

import org.jspecify.annotations.NullMarked;
