/**
 * Where a commit of an application is by now, and since when.
 *
 * <p>Start with {@link dev.reconciler.git.standing.CommitStandings}. What it reads is written elsewhere, by the steps of a
 * run: {@link dev.reconciler.git.state.TipJournal}, {@link dev.reconciler.git.state.EscapedRefs}, {@link
 * dev.reconciler.git.state.RewoundRefs} and {@link dev.reconciler.git.state.TwinNotes}.
 */
@NullMarked
package dev.reconciler.git.standing;

import org.jspecify.annotations.NullMarked;
