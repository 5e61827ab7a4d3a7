/**
 * Records in a repository what a run has to know of the runs before it.
 *
 * <p>Start with {@link dev.reconciler.git.state.SharedHistory}: the agreed commit, and everything else that both sides
 * were seen to hold; {@link dev.reconciler.git.state.AgreedNote} repeats the agreed commit in a file. {@link
 * dev.reconciler.git.state.DroppedTips} holds what leaves that record while conflict branches are open. {@link
 * dev.reconciler.git.state.RewoundRefs} keeps commits that a run leaves on no branch. {@link
 * dev.reconciler.git.state.ReloadNote} says that the application has yet to be told of a move, {@link
 * dev.reconciler.git.state.EscapeNote} which conflict branch was pushed and not read back yet. These files are each a {@link
 * dev.reconciler.git.state.NoteFile}.
 *
 * <p>{@link dev.reconciler.git.state.TwinNotes}, {@link dev.reconciler.git.state.EscapedRefs} and {@link
 * dev.reconciler.git.state.TipJournal} say what became of a commit; {@code git.standing} reads them.
 *
 * <p>The note of a move that is under way is not here but in {@code git.checkout}, and the journal of lock files is in
 * {@code git.lock}.
 */
@NullMarked
package dev.reconciler.git.state;

import org.jspecify.annotations.NullMarked;
