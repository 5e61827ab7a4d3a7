package dev.reconciler.git.remote.transport;

import dev.reconciler.git.key.PrivateKeyText;
import dev.reconciler.git.remote.http.ServerConnections;
import dev.reconciler.git.repository.RemoteCredentials;
import dev.reconciler.git.repository.RemoteCredentials.PasswordCredentials;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.security.KeyPair;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.eclipse.jgit.internal.transport.sshd.OpenSshServerKeyDatabase;
import org.eclipse.jgit.transport.CredentialsProvider;
import org.eclipse.jgit.transport.SshSessionFactory;
import org.eclipse.jgit.transport.SshTransport;
import org.eclipse.jgit.transport.Transport;
import org.eclipse.jgit.transport.TransportHttp;
import org.eclipse.jgit.transport.UsernamePasswordCredentialsProvider;
import org.eclipse.jgit.transport.sshd.SshdSessionFactory;
import org.eclipse.jgit.transport.sshd.SshdSessionFactoryBuilder;
import org.jspecify.annotations.Nullable;

/**
 * Gives a transport the credentials that the configuration has for its remote, else the login in the base of an {@code
 * insteadOf} over HTTP, and nothing else: no prompt, no key of the user's agent or of {@code ~/.ssh} where the configuration
 * names one.
 */
final class TransportLogin {
    private TransportLogin() {}

    /**
     * Sets what a transport logs in with, and how it connects. Reads the password or the key now, so that a rotated one
     * takes effect.
     *
     * @param folder where a program for ssh runs; null: where this process does
     * @throws dev.reconciler.git.error.RefusedException of type Configuration if the SSH key can't be read
     */
    static void prepare(Transport transport, RemoteTarget target, @Nullable File folder) throws IOException {
        Optional<PasswordCredentials> login = findLogin(target);
        transport.setCredentialsProvider(newCredentialsProvider(login, target));
        if (transport instanceof TransportHttp http) {
            http.setHttpConnectionFactory(new ServerConnections(
                    target.uri(),
                    target.remoteName(),
                    target.settings(),
                    target.credentials() instanceof PasswordCredentials));
            // With the first request, before the server asks for it: that is one request less.
            login.ifPresent(known -> http.setPreemptiveBasicAuthentication(
                    known.username(), known.password().get()));
        }
        if (transport instanceof SshTransport ssh) {
            ssh.setSshSessionFactory(newSshSessions(target, folder));
        }
    }

    // A login in the URL comes from the base of an insteadOf. Git sends it wherever the base leads, and so does the
    // library, but that decodes it a second time, and asks the provider where the server refuses it.
    private static Optional<PasswordCredentials> findLogin(RemoteTarget target) {
        if (target.credentials() instanceof PasswordCredentials configured) {
            return Optional.of(configured);
        }
        String password = target.isHttp() ? target.uri().getPass() : null;
        return password == null
                ? Optional.empty()
                : Optional.of(new PasswordCredentials(target.uri().getUser(), () -> password));
    }

    // JGit without a provider would use the process's default one, if a library had set it.
    private static CredentialsProvider newCredentialsProvider(
            Optional<PasswordCredentials> login, RemoteTarget target) {
        return login.isPresent()
                ? new UsernamePasswordCredentialsProvider(
                        login.get().username(), login.get().password().get())
                : new NoPrompt(target);
    }

    // A configured key counts whatever program git's settings name: it is offered to a server that was checked, by this
    // program alone.
    private static SshSessionFactory newSshSessions(RemoteTarget target, @Nullable File folder) throws IOException {
        Optional<SshCommand> command = target.credentials() instanceof RemoteCredentials.SshKeyCredentials
                ? Optional.empty()
                : SshCommand.find(
                        target.settings(), SshFiles.of(findHome(), target.uri().getHost()), folder);
        return command.isPresent() ? command.get() : newOwnSshSessions(target.credentials());
    }

    // Without a configured key, JGit reads ~/.ssh as ssh does: its config, its keys and its known_hosts.
    private static SshdSessionFactory newOwnSshSessions(RemoteCredentials credentials) throws IOException {
        Path home = findHome();
        SshdSessionFactoryBuilder builder = new SshdSessionFactoryBuilder()
                .setPreferredAuthentications("publickey")
                .setHomeDirectory(home.toFile())
                .setSshDirectory(home.resolve(".ssh").toFile());
        if (credentials instanceof RemoteCredentials.SshKeyCredentials key) {
            List<KeyPair> keys = List.of(PrivateKeyText.readKeyPair(key.key().get(), "`sshKey` of the configuration"));
            Path trusted = key.knownHosts();
            List<Path> knownHosts = List.of(trusted == null ? home.resolve(".ssh/known_hosts") : trusted);
            // With one, only that key is offered, no ~/.ssh/config is read (it could name another key or host), and a
            // server is trusted only if known_hosts has its key: nothing is asked, and nothing is added to the file.
            builder.setDefaultKeysProvider(directory -> keys)
                    .setConfigStoreFactory((directory, config, user) -> null)
                    .setServerKeyDatabase((directory, ssh) -> new OpenSshServerKeyDatabase(false, knownHosts));
        }
        return builder.build(null);
    }

    // As ssh, which takes the home directory that the system's list of users has, whatever $HOME says. Of a user who is
    // not in the list Java says "?", and ssh would not start at all.
    private static Path findHome() {
        String listed = System.getProperty("user.home");
        String variable = System.getenv("HOME");
        return Path.of(listed.equals("?") ? Objects.requireNonNullElse(variable, "/") : listed);
    }
}
