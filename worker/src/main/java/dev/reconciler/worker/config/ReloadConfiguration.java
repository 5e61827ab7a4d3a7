package dev.reconciler.worker.config;

import org.jspecify.annotations.Nullable;

/**
 * The call to the application after its branch moved.
 *
 * @param url http or https, free of secrets
 * @param token sent as the bearer token; null: none is sent
 */
public record ReloadConfiguration(String url, @Nullable SecretReference token) {}
