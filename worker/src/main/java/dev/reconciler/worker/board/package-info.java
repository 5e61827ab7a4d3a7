/**
 * How all repositories of this host are, at once and without asking any remote: what the page shows.
 *
 * <p>Start with {@link dev.reconciler.worker.board.RepositoryBoard}. What runs came to is read from the events of this
 * host ({@code RecentRuns}), what is under way from Temporal ({@code RunningRuns}), where a branch stands from its clone
 * ({@code BranchPositions}).
 *
 * <p>Not here: how it looks.
 */
@NullMarked
package dev.reconciler.worker.board;

import org.jspecify.annotations.NullMarked;
