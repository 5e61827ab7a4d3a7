/**
 * Tells people of what waits for them: a conflict, a push that was refused, commits that are not pushed, a remote that is
 * down.
 *
 * <p>Start with {@link dev.reconciler.worker.notice.Notices}. {@link dev.reconciler.worker.notice.CaseFinder} finds the cases
 * that there are now, {@link dev.reconciler.worker.notice.CaseBook} remembers what was told of them and decides what is to
 * be, and a {@link dev.reconciler.worker.notice.ChannelQueue} for each channel tells it.
 */
@NullMarked
package dev.reconciler.worker.notice;

import org.jspecify.annotations.NullMarked;
