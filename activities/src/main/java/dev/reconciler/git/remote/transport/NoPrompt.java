package dev.reconciler.git.remote.transport;

import dev.reconciler.git.error.GitException;
import dev.reconciler.git.error.RefusedException;
import dev.reconciler.git.remote.refusal.RefusalReason;
import dev.reconciler.git.remote.refusal.RefusalTable;
import dev.reconciler.git.settings.GitSettings;
import dev.reconciler.model.ErrorType;
import java.util.Optional;
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
     * @throws GitException of type AccessDenied if the server wants a login and the configuration has one, which this
     *     server must not get, or git would ask a program for one
     */
    @Override
    public boolean supports(CredentialItem... items) {
        if (Stream.of(items).anyMatch(CredentialItem.Username.class::isInstance)) {
            refuseLogin();
        }
        return false;
    }

    private void refuseLogin() {
        if (target.isRedirected()) {
            throw new RefusedException(
                    ErrorType.ACCESS_DENIED,
                    target.uri().getHost() + " wants a login, and `credentials` must not go there: git's setting"
                            + " url.<base>.insteadOf or pushInsteadOf leads from `remote` to this other server; if that"
                            + " is right, make its URL `remote`");
        }
        Optional<String> program = findProgram();
        if (program.isPresent()) {
            throw RefusalTable.explain(
                    RefusalReason.LOGIN_REFUSED,
                    target.uri().getHost()
                            + " wants a login, and no program is asked for one here, as git asks that of "
                            + program.get(),
                    null);
        }
    }

    /** What names the program that git would ask; empty where it would ask a person. */
    private Optional<String> findProgram() {
        GitSettings git = target.settings().git();
        return Stream.concat(
                        git.valuesOfAll("credential", "helper").stream().map(helper -> "credential.helper"),
                        Stream.concat(
                                git.value("core", null, "askPass").stream().map(program -> "core.askPass"),
                                Stream.of("GIT_ASKPASS", "SSH_ASKPASS")
                                        .filter(name ->
                                                target.settings().variable(name).isPresent())))
                .findFirst();
    }

    @Override
    public boolean get(URIish uri, CredentialItem... items) {
        return false;
    }
}
