package dev.reconciler.worker.config;

import org.jspecify.annotations.Nullable;

/**
 * The HTTP endpoint of the worker.
 *
 * @param listen the address that the endpoint listens on
 * @param secret the secret of the forges' webhooks; null: the endpoint refuses them
 * @param reloadToken the token of {@code POST /webhooks/reload}; null: the endpoint refuses the request
 */
public record WebhookConfiguration(
        HostPort listen,
        @Nullable SecretReference secret,
        @Nullable SecretReference reloadToken) {
    public static final HostPort DEFAULT_LISTEN = new HostPort("127.0.0.1", 8080);
    public static final WebhookConfiguration UNSET = new WebhookConfiguration(DEFAULT_LISTEN, null, null);
}
