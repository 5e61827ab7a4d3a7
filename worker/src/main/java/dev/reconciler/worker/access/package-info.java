/**
 * Who may see this host: its page and its metrics.
 *
 * <p>Start with {@link dev.reconciler.worker.access.ViewAccess}, the one rule for both; {@link
 * dev.reconciler.worker.access.RequestOrigin} is what a request shows of where it comes from.
 *
 * <p>Not here: who may use the interface of applications ({@link dev.reconciler.worker.api.TokenCheck}), which takes
 * tokens only.
 */
@NullMarked
package dev.reconciler.worker.access;

import org.jspecify.annotations.NullMarked;
