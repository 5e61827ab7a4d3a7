/**
 * Who may look at this host with a browser or a scraper: by a bearer token, a session, the word of a trusted proxy, or
 * from this very machine.
 *
 * <p>Start with {@link dev.reconciler.worker.access.ViewAccess}, the one rule for page and metrics; {@link
 * dev.reconciler.worker.access.RequestOrigin} is what a request shows of where it comes from. {@link dev.reconciler.worker.access.PageSessions} are
 * what a login leaves, {@link dev.reconciler.worker.access.LoginBrake} slows wrong ones, and {@link
 * dev.reconciler.worker.access.FormGuard} tells our own forms from those of another site.
 *
 * <p>Not here: the tokens themselves ({@link dev.reconciler.worker.api.TokenCheck}), and the paths.
 */
@NullMarked
package dev.reconciler.worker.access;

import org.jspecify.annotations.NullMarked;
