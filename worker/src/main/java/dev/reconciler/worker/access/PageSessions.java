package dev.reconciler.worker.access;

import dev.reconciler.worker.api.TokenCheck;
import dev.reconciler.worker.config.ApiToken;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The sessions that logins began. A session ends after its time, with the token that it began with, and with the
 * process; only its browser knows its name. Safe for use by several threads.
 */
public final class PageSessions {
    private static final int MOST = 10_000;
    private static final int RANDOM_BYTES = 32;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final TokenCheck tokens;
    private final Duration lasting;
    private final InstantSource clock;

    /** By the digest of the name, so that the time of a search tells nothing about a name; the oldest first. */
    private final Map<String, OpenSession> open = new LinkedHashMap<>();

    /** @param lasting how long a session counts */
    public PageSessions(TokenCheck tokens, Duration lasting, InstantSource clock) {
        this.tokens = tokens;
        this.lasting = lasting;
        this.clock = clock;
    }

    /**
     * Begins a session.
     *
     * @param typed the token that a person has typed
     * @return the name of the session; empty where the token is none of the configuration
     */
    public Optional<String> begin(String typed) {
        if (tokens.findConfigured(typed).isEmpty()) {
            return Optional.empty();
        }
        String name = makeRandom();
        keep(name, new OpenSession(typed, clock.instant().plus(lasting)));
        return Optional.of(name);
    }

    private synchronized void keep(String name, OpenSession session) {
        open.values().removeIf(each -> !each.end().isAfter(clock.instant()));
        if (open.size() >= MOST) {
            open.remove(open.keySet().iterator().next());
        }
        open.put(digestName(name), session);
    }

    /** Finds the token that a session began with; empty where the session or the token is over. */
    public Optional<ApiToken> find(String name) {
        OpenSession session = findOpen(name);
        return session == null || !session.end().isAfter(clock.instant())
                ? Optional.empty()
                : tokens.findConfigured(session.typed());
    }

    private synchronized @Nullable OpenSession findOpen(String name) {
        return open.get(digestName(name));
    }

    /** Ends a session. */
    public synchronized void end(String name) {
        open.remove(digestName(name));
    }

    /** How long a session counts. */
    public Duration lasting() {
        return lasting;
    }

    /** Makes a name that nobody can guess. */
    public static String makeRandom() {
        byte[] bits = new byte[RANDOM_BYTES];
        RANDOM.nextBytes(bits);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bits);
    }

    private static String digestName(String name) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(name.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException missing) {
            throw new LinkageError("every runtime has SHA-256", missing);
        }
    }

    /** @param typed the token, which has to be one of the configuration still */
    private record OpenSession(String typed, Instant end) {
        @Override
        public String toString() {
            return "a session until " + end;
        }
    }
}
