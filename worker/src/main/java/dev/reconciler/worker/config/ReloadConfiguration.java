package dev.reconciler.worker.config;

import org.jspecify.annotations.Nullable;

/**
 * The call to the application after its branch moved.
 *
 * @param url http or https, free of secrets
 * @param token the bearer token that the program sends; null: the program sends none
 * @param before whether the application is asked before files of a work tree move
 */
public record ReloadConfiguration(String url, @Nullable SecretReference token, boolean before) {}
