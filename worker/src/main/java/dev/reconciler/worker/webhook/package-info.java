/**
 * Decides which runs a request of a forge or a CI job starts, and whether its sender is genuine.
 *
 * <p>Start with {@link dev.reconciler.worker.webhook.WebhookHandler}, which has the steps of both kinds of requests.
 * Then read {@link dev.reconciler.worker.webhook.Forge} with one class for each forge, {@link
 * dev.reconciler.worker.webhook.WebhookPayload} (the JSON that all forges send alike), {@link
 * dev.reconciler.worker.webhook.RepositoryLookup} (which repositories a URL names) and {@link
 * dev.reconciler.worker.webhook.OwnPushFilter} (pushes that this program made itself). {@link
 * dev.reconciler.worker.webhook.WebhookKey} checks GitLab's signatures, and signs the notices of {@code notice.channel}.
 *
 * <p>A new forge is a class that implements {@link dev.reconciler.worker.webhook.Forge} and a line in {@code
 * Forge.ALL}. Not here: paths, limits and status lines of HTTP, which are in {@link dev.reconciler.worker.http http}.
 */
@NullMarked
package dev.reconciler.worker.webhook;

import org.jspecify.annotations.NullMarked;
