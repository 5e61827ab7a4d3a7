/**
 * A branch moved together with its work tree, with a note that the next run can finish.
 *
 * <p>Start with {@link dev.reconciler.git.checkout.BranchMover}: it says in which order a move is written, and why a
 * kill is harmless. {@link dev.reconciler.git.checkout.MoveNote} says that a move is under way, {@link
 * dev.reconciler.git.checkout.CheckoutTransaction} writes files, branch and index, and {@link
 * dev.reconciler.git.checkout.NotedMoveRecovery} finishes or takes back what a killed run left. {@link
 * dev.reconciler.git.checkout.FirstCheckout} fills the work tree of a new clone.
 *
 * <p>Below these, {@link dev.reconciler.git.checkout.WorkTrees} finds the work tree that has to follow, {@link
 * dev.reconciler.git.checkout.CheckoutDifference} says which paths change, {@link
 * dev.reconciler.git.checkout.UncommittedPaths} refuses those that a person has changed, {@link
 * dev.reconciler.git.checkout.WorkTreeUpdate} brings the files along: it looks at them by {@link
 * dev.reconciler.git.checkout.WorkTreeFiles} and writes them by {@link dev.reconciler.git.checkout.WorkTreeWriter}, and
 * {@link dev.reconciler.git.checkout.IndexFile} is the index.
 *
 * <p>Whether the branch should move, and where to, is decided in {@code dev.reconciler.workflow}; {@code git.step} asks
 * for it.
 */
@NullMarked
package dev.reconciler.git.checkout;

import org.jspecify.annotations.NullMarked;
