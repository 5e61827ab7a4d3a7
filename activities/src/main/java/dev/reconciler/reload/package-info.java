/**
 * Tells the application, over HTTP, that its branch moved.
 *
 * <p>{@link dev.reconciler.reload.ReloadCall} is all of it. Not here: that a call is owed although the process was killed,
 * which {@link dev.reconciler.git.state.ReloadNote} remembers, and the order of the move and the call, which the workflow
 * decides.
 */
@NullMarked
package dev.reconciler.reload;

import org.jspecify.annotations.NullMarked;
