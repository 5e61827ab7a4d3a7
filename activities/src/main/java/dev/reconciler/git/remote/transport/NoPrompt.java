package dev.reconciler.git.remote.transport;

import dev.reconciler.git.error.RefusedException;
import dev.reconciler.model.ErrorType;
import java.util.stream.Stream;
import org.eclipse.jgit.transport.CredentialItem;
import org.eclipse.jgit.transport.CredentialsProvider;
import org.eclipse.jgit.transport.URIish;

/** A credentials provider without credentials. It answers no question of JGit, because no person is there to answer. */
final class NoPrompt extends CredentialsProvider {
    private final RemoteTarget target;

    NoPrompt(RemoteTarget target) {
        this.target = target;
    }

    @Override
    public boolean isInteractive() {
        return false;
    }

    /**
     * Answers that nothing is known.
     *
     * @throws RefusedException of type AccessDenied if the server wants a login and the configuration has one, which this
     *     server must not get
     */
    @Override
    public boolean supports(CredentialItem... items) {
        if (target.isRedirected() && Stream.of(items).anyMatch(CredentialItem.Username.class::isInstance)) {
            throw new RefusedException(
                    ErrorType.ACCESS_DENIED,
                    target.uri().getHost() + " wants a login, and `credentials` must not go there: git's setting"
                            + " url.<base>.insteadOf or pushInsteadOf leads from `remote` to this other server; if that"
                            + " is right, make its URL `remote`");
        }
        return false;
    }

    @Override
    public boolean get(URIish uri, CredentialItem... items) {
        return false;
    }
}
