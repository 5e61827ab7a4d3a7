package dev.reconciler.worker.config;

import org.jspecify.annotations.Nullable;

/**
 * The HTTP endpoint of the worker.
 *
 * @param listen where it listens
 * @param secret of the forges' webhooks; null: they are refused
 * @param reloadToken of {@code POST /webhooks/reload}; null: it is refused
 */
public record WebhookConfiguration(
        HostPort listen,
        @Nullable SecretReference secret,
        @Nullable SecretReference reloadToken) {
    public static final HostPort DEFAULT_LISTEN = new HostPort("127.0.0.1", 8080);
    public static final WebhookConfiguration UNSET = new WebhookConfiguration(DEFAULT_LISTEN, null, null);
}
