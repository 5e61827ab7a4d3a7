package dev.reconciler.worker.access;

import dev.reconciler.worker.access.Viewer.ViewerProof;
import dev.reconciler.worker.api.RequestProblemException;
import dev.reconciler.worker.api.TokenCheck;
import dev.reconciler.worker.config.ApiToken;
import dev.reconciler.worker.config.ApiToken.TokenAccess;
import dev.reconciler.worker.config.PageConfiguration;
import dev.reconciler.worker.config.PageConfiguration.AddressRange;
import dev.reconciler.worker.webhook.BearerToken;
import java.net.InetAddress;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Decides who may see this host, for its page and its metrics alike, and which of its repositories.
 *
 * <p>What counts, from the top: the user whom a trusted proxy names, a bearer token, a session; and where no token is
 * configured, whoever asks from this machine itself, who may only read. Everything is looked up anew for each request, so
 * that a token that is removed or rotated takes its sessions along.
 */
public final class ViewAccess {
    private static final int LONGEST_NAME = 256;

    private final TokenCheck tokens;
    private final PageSessions sessions;
    private final PageConfiguration configuration;

    /** Lets in who has one of those tokens, a session that one of them began, or is named by a trusted proxy. */
    public ViewAccess(TokenCheck tokens, PageSessions sessions, PageConfiguration configuration) {
        this.tokens = tokens;
        this.sessions = sessions;
        this.configuration = configuration;
    }

    /** Finds out who sends a request; empty for a stranger. */
    public Optional<Viewer> findViewer(RequestOrigin request) {
        boolean isTrusted = configuration.trusts(request.peer());
        String named = request.header(configuration.userHeader());
        if (isTrusted && named != null) {
            return findUser(named.strip());
        }
        String authorization = request.header("Authorization");
        if (BearerToken.read(authorization) != null) {
            return tokens.findToken(authorization).map(token -> new Viewer(token, ViewerProof.BEARER, ""));
        }
        Optional<Viewer> session = findBySession(request.session());
        // Whom a trusted proxy does not name it does not know, wherever the proxy is.
        return session.isPresent() || isTrusted || tokens.areConfigured() || !request.isOfThisMachine()
                ? session
                : Optional.of(new Viewer(newNameless("this machine", TokenAccess.READ), ViewerProof.LOOPBACK, ""));
    }

    /**
     * Finds out who sends a request.
     *
     * @throws RequestProblemException for a stranger (401)
     */
    public Viewer requireViewer(RequestOrigin request) {
        return findViewer(request).orElseThrow(() -> new RequestProblemException(401, explainRefusal()));
    }

    /** What a stranger is told to do. */
    public String explainRefusal() {
        return tokens.areConfigured()
                ? "the token is missing or wrong (expected: one of api.tokens)"
                : "without api.tokens in the configuration of this host, only requests from the host itself are answered,"
                        + " to localhost and past no proxy";
    }

    /** Whether there is any token to log in with. */
    public boolean hasLogin() {
        return tokens.areConfigured();
    }

    private Optional<Viewer> findBySession(@Nullable String session) {
        return session == null
                ? Optional.empty()
                : sessions.find(session).map(token -> new Viewer(token, ViewerProof.SESSION, "session " + session));
    }

    private Optional<Viewer> findUser(String user) {
        // Of two names, one may be what the person sent along to be taken for somebody else.
        boolean isOne = !user.isEmpty()
                && user.length() <= LONGEST_NAME
                && user.chars().noneMatch(letter -> letter == ',' || Character.isISOControl(letter));
        return isOne
                ? Optional.of(new Viewer(
                        newNameless(user, configuration.users().getOrDefault(user, TokenAccess.READ)),
                        ViewerProof.PROXY,
                        "user " + user))
                : Optional.empty();
    }

    /**
     * Where a person is who sends a login, behind the proxy where a trusted one says so: one who guesses there must not
     * keep the others out.
     */
    public InetAddress findSender(RequestOrigin request) {
        String told = request.header("X-Forwarded-For");
        if (!configuration.trusts(request.peer()) || told == null) {
            return request.peer();
        }
        try {
            // The last is the one that the proxy itself has seen.
            return AddressRange.parse(told.substring(told.lastIndexOf(',') + 1).strip())
                    .first();
        } catch (IllegalArgumentException noAddress) {
            return request.peer();
        }
    }

    /** What somebody sees and may do who has no token. */
    private static ApiToken newNameless(String name, TokenAccess access) {
        String unknown = PageSessions.makeRandom();
        return new ApiToken(name, () -> unknown, null, access);
    }
}
