/**
 * Tells which commits can be reached from which, and how two branches differ.
 *
 * <p>Start with {@link dev.reconciler.git.history.HistoryComparison}: own, dropped and upstream commits, with a drawing.
 * {@link dev.reconciler.git.history.Ancestry} answers whether one commit contains another. Both read parents through
 * {@link dev.reconciler.git.history.CommitParentCache}, which keeps them from step to step. {@link
 * dev.reconciler.git.history.ObjectLookup} finds out whether an object is there without reading a whole index, and {@link
 * dev.reconciler.git.history.YoungObjects} which objects may not be on the disk yet, and {@link
 * dev.reconciler.git.history.WholeObjects} says how large those may be that are read whole.
 *
 * <p>What both sides were seen to hold is not found out here, but recorded in {@code git.state}.
 */
@NullMarked
package dev.reconciler.git.history;

import org.jspecify.annotations.NullMarked;
