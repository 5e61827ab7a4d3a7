/**
 * Serves the HTTP endpoint of the worker: webhooks, and the health of this host.
 *
 * <p>Start with {@link dev.reconciler.worker.http.HttpService}, which opens the endpoint around a host's service and
 * closes it first. Then read {@link dev.reconciler.worker.http.HttpEndpoint} (the server), {@link
 * dev.reconciler.worker.http.WebhookRoutes} and {@link dev.reconciler.worker.http.HealthRoutes} (its paths), and {@link
 * dev.reconciler.worker.http.Readiness} (whether the application may rely on its data).
 *
 * <p>Not here: what a webhook means and who may send one, which is in {@link dev.reconciler.worker.webhook webhook}.
 */
@NullMarked
package dev.reconciler.worker.http;

import org.jspecify.annotations.NullMarked;
