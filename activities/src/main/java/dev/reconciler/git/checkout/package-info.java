/**
 * A branch moved together with its work tree, with a note that the next run can finish.
 *
 * <p>Start with {@link dev.reconciler.git.checkout.BranchMover}: the order of its writes is what makes a kill
 * harmless. {@link dev.reconciler.git.checkout.CheckoutDifference} says which paths change, {@link
 * dev.reconciler.git.checkout.UncommittedPaths} refuses those that a person has changed, {@link
 * dev.reconciler.git.checkout.WorkTreeUpdate} writes the files, {@link dev.reconciler.git.checkout.IndexFile} the
 * index.
 *
 * <p>Whether the branch should move, and where to, is decided elsewhere.
 */
@NullMarked
package dev.reconciler.git.checkout;

import org.jspecify.annotations.NullMarked;
