package dev.reconciler.worker.transports;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PublicKey;
import java.util.List;
import org.apache.sshd.common.config.keys.AuthorizedKeyEntry;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.PublicKeyEntryResolver;
import org.apache.sshd.common.keyprovider.FileKeyPairProvider;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.shell.ProcessShellCommandFactory;

/** SSH with git's own programs behind it, and one key that may log in. */
final class GitSshServer implements GitServer {
    private final SshServer server;
    private final Path userKey;
    private final Path knownHosts;

    /** @param folder where its keys are made */
    GitSshServer(Path folder) throws Exception {
        Path hostKey = key(folder, "host");
        this.userKey = key(folder, "user");
        PublicKey allowed = AuthorizedKeyEntry.parseAuthorizedKeyEntry(Files.readString(publicKey(userKey)))
                .resolvePublicKey(null, PublicKeyEntryResolver.FAILING);
        server = SshServer.setUpDefaultServer();
        server.setHost("127.0.0.1");
        server.setKeyPairProvider(new FileKeyPairProvider(hostKey));
        server.setPublickeyAuthenticator((user, key, session) -> KeyUtils.compareKeys(key, allowed));
        server.setCommandFactory(ProcessShellCommandFactory.INSTANCE);
        server.start();
        knownHosts = folder.resolve("known_hosts");
        Files.writeString(knownHosts, "[127.0.0.1]:" + server.getPort() + " " + Files.readString(publicKey(hostKey)));
    }

    private static Path key(Path folder, String name) throws IOException, InterruptedException {
        Path key = folder.resolve(name);
        int status = new ProcessBuilder(
                        List.of("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", name, "-f", key.toString()))
                .start()
                .waitFor();
        if (status != 0) {
            throw new IOException("ssh-keygen ended " + status);
        }
        return key;
    }

    private static Path publicKey(Path key) {
        return key.resolveSibling(key.getFileName() + ".pub");
    }

    @Override
    public String url(Path repository) {
        return "ssh://git@127.0.0.1:" + server.getPort() + repository;
    }

    @Override
    public String credentials() {
        return credentials(userKey, knownHosts);
    }

    /** The key that may log in. */
    Path userKey() {
        return userKey;
    }

    int port() {
        return server.getPort();
    }

    /** Writes a list of known hosts by which the server is known on another port too. */
    Path knownOn(int port) throws IOException {
        String line = Files.readString(knownHosts).replace("]:" + server.getPort() + " ", "]:" + port + " ");
        return Files.writeString(knownHosts.resolveSibling("known_on_" + port), line);
    }

    String credentials(Path key, Path hosts) {
        return "credentials: { sshKey: \"file:" + key + "\", knownHosts: \"" + hosts + "\" }";
    }

    @Override
    public void close() throws IOException {
        server.stop(true);
    }
}
