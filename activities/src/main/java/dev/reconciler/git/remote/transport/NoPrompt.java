package dev.reconciler.git.remote.transport;

import org.eclipse.jgit.transport.CredentialItem;
import org.eclipse.jgit.transport.CredentialsProvider;
import org.eclipse.jgit.transport.URIish;

/** A credentials provider without credentials. It answers no question of JGit, because no person is there to answer. */
final class NoPrompt extends CredentialsProvider {
    @Override
    public boolean isInteractive() {
        return false;
    }

    @Override
    public boolean supports(CredentialItem... items) {
        return false;
    }

    @Override
    public boolean get(URIish uri, CredentialItem... items) {
        return false;
    }
}
