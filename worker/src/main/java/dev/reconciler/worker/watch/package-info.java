/**
 * Starts a run as soon as an application commits.
 *
 * <p>Start with {@link dev.reconciler.worker.watch.CommitWatch}; {@link dev.reconciler.worker.watch.WatchingService} lets
 * it run as long as a host's service.
 *
 * <p>Not here: how a moved branch is seen, and told from a run's own move ({@link dev.reconciler.git.watch git.watch}).
 */
@NullMarked
package dev.reconciler.worker.watch;

import org.jspecify.annotations.NullMarked;
