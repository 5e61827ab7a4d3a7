package dev.reconciler.worker.api;

import dev.reconciler.git.error.RefusedException;
import dev.reconciler.worker.api.TokenWatch.TokenPresence;
import dev.reconciler.worker.config.ApiToken;
import dev.reconciler.worker.webhook.BearerToken;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the token that a request carries. Each secret is read anew for each request, so that a rotated or removed one
 * takes effect at once, and the time that a check takes tells nothing about any of them.
 */
public final class TokenCheck {
    private static final Logger LOG = LoggerFactory.getLogger(TokenCheck.class);

    /** Who the commands of this host are to the worker. */
    private static final String COMMANDS = "command";

    private final List<ApiToken> configured;
    private final List<ApiToken> all;

    /**
     * Takes those tokens.
     *
     * @param configured those of the configuration
     * @param ofThisStart the secret by which the commands of this host are known, as long as the worker runs
     */
    public TokenCheck(List<ApiToken> configured, String ofThisStart) {
        this.configured = List.copyOf(configured);
        this.all = new ArrayList<>(configured);
        all.add(new ApiToken(COMMANDS, () -> ofThisStart, null, ApiToken.TokenAccess.WRITE));
    }

    /**
     * Finds the token of a request.
     *
     * @param authorization the header of that name; null where the request has none
     * @throws RequestProblemException if no token is configured (503), or the request has none of them (401)
     */
    public ApiToken requireToken(@Nullable String authorization) {
        return findToken(authorization).orElseThrow(this::newRefusal);
    }

    /**
     * The same token, looked for anew whenever it is required.
     *
     * @param authorization the header of that name
     * @param token what was found by it
     */
    public TokenPresence presenceOf(@Nullable String authorization, ApiToken token) {
        return new SentToken(this, authorization, token);
    }

    /**
     * Finds the token of a request that need not have one.
     *
     * @param authorization the header of that name; null where the request has none
     */
    public Optional<ApiToken> findToken(@Nullable String authorization) {
        return findIn(all, BearerToken.read(authorization));
    }

    /** Finds the token of the configuration that a person has typed. */
    public Optional<ApiToken> findConfigured(String typed) {
        return findIn(configured, typed);
    }

    /** Whether the configuration has any token. */
    public boolean areConfigured() {
        return !configured.isEmpty();
    }

    private static Optional<ApiToken> findIn(List<ApiToken> tokens, @Nullable String sent) {
        ApiToken found = null;
        for (ApiToken token : tokens) {
            // All of them, also after the one that fits.
            if (isTheOneOf(token, sent)) {
                found = token;
            }
        }
        return Optional.ofNullable(found);
    }

    private RequestProblemException newRefusal() {
        return configured.isEmpty()
                ? new RequestProblemException(503, "api.tokens is not set in the configuration of this host")
                : new RequestProblemException(
                        401, "the bearer token is missing or wrong (expected: one of api.tokens)");
    }

    private static boolean isTheOneOf(ApiToken token, @Nullable String sent) {
        try {
            return BearerToken.isSame(sent, token.secret().get());
        } catch (RefusedException unreadable) {
            // Nobody has that token now. The message names a path of this host, which is no business of a stranger.
            LOG.warn("api.tokens, {}: {}", token.name(), unreadable.getMessage());
            return false;
        }
    }

    private record SentToken(TokenCheck check, @Nullable String authorization, ApiToken token)
            implements TokenPresence {
        @Override
        public void require() {
            // The secret may be another token's by now.
            if (!check.requireToken(authorization).equals(token)) {
                throw check.newRefusal();
            }
        }
    }
}
