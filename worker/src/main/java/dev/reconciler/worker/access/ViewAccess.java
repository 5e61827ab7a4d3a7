package dev.reconciler.worker.access;

import dev.reconciler.worker.api.RequestProblemException;
import dev.reconciler.worker.api.TokenCheck;
import dev.reconciler.worker.config.ApiToken;
import java.util.Optional;

/**
 * Decides who may see this host, for its page and its metrics alike, and which of its repositories.
 *
 * <p>A bearer token shows its repositories. While no token is configured, whoever asks from this machine itself sees all
 * and may do nothing. Nobody else sees anything. What only a person at a browser has beside a token, a session or the
 * word of a proxy, is to be looked for here too, before a request is refused.
 */
public final class ViewAccess {
    private static final Viewer THIS_MACHINE = new Viewer("this machine", null, false);

    private final TokenCheck tokens;

    /** Lets in who has one of those tokens. */
    public ViewAccess(TokenCheck tokens) {
        this.tokens = tokens;
    }

    /** Finds out who sends a request; empty for a stranger. */
    public Optional<Viewer> findViewer(RequestOrigin request) {
        Optional<ApiToken> token = tokens.findToken(request.header("Authorization"));
        if (token.isEmpty() && !tokens.areConfigured() && request.isOfThisMachine()) {
            return Optional.of(THIS_MACHINE);
        }
        return token.map(Viewer::of);
    }

    /**
     * Finds out who sends a request.
     *
     * @throws RequestProblemException for a stranger (401)
     */
    public Viewer requireViewer(RequestOrigin request) {
        return findViewer(request).orElseThrow(() -> new RequestProblemException(401, explainRefusal()));
    }

    private String explainRefusal() {
        return tokens.areConfigured()
                ? "the bearer token is missing or wrong (expected: one of api.tokens)"
                : "without api.tokens in the configuration of this host, only requests from the host itself are answered,"
                        + " to localhost and past no proxy";
    }
}
