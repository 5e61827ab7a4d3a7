/**
 * What this program remembers in a repository from one run to the next.
 *
 * <p>Start with {@link dev.reconciler.git.state.SharedHistory}: the agreed commit, and everything else that both sides
 * were seen to hold. {@link dev.reconciler.git.state.RewoundRefs} keeps commits that a run leaves on no branch. {@link
 * dev.reconciler.git.state.ReloadNote} says that the application has yet to be told of a move.
 *
 * <p>The note of a move that is under way belongs to {@code git.checkout}, the journal of lock files to {@code
 * git.lock}.
 */
@NullMarked
package dev.reconciler.git.state;

import org.jspecify.annotations.NullMarked;
