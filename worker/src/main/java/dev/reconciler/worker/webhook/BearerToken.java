package dev.reconciler.worker.webhook;

import org.jspecify.annotations.Nullable;

/** The bearer token of a request. */
public final class BearerToken {
    private static final String BEARER = "Bearer ";

    private BearerToken() {}

    /**
     * Reads the token of a header.
     *
     * @param authorization the header {@code Authorization}; null where the request has none
     * @return null where the header has none
     */
    public static @Nullable String read(@Nullable String authorization) {
        return authorization != null && authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())
                ? authorization.substring(BEARER.length()).strip()
                : null;
    }

    /** Whether the caller sent the secret; the time that it takes tells the caller nothing about the secret. */
    public static boolean isSame(@Nullable String sent, String secret) {
        return SecretCheck.isSame(sent, secret);
    }
}
