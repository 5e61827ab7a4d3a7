/**
 * What an application may ask of the worker over HTTP: its repositories, runs and commits.
 *
 * <p>Start with {@link dev.reconciler.worker.api.ApplicationApi}: one method for each path. {@link
 * dev.reconciler.worker.api.TokenCheck} says whose request it is, {@link dev.reconciler.worker.api.TokenWatch} ends its wait with its token, and {@link
 * dev.reconciler.worker.api.RequestProblemException} is every refusal.
 *
 * <p>Not here: the paths themselves, which are in {@link dev.reconciler.worker.http http}.
 */
@NullMarked
package dev.reconciler.worker.api;

import org.jspecify.annotations.NullMarked;
