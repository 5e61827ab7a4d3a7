package dev.reconciler.git.remote.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.reconciler.git.error.RefusedException;
import dev.reconciler.git.fixture.NativeGit;
import dev.reconciler.git.remote.settings.TransportSettings;
import dev.reconciler.git.repository.RemoteCredentials;
import dev.reconciler.git.repository.RemoteCredentials.NoCredentials;
import dev.reconciler.git.repository.RemoteCredentials.PasswordCredentials;
import dev.reconciler.git.repository.RemoteCredentials.SshKeyCredentials;
import dev.reconciler.model.ErrorType;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PublicKey;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.sshd.common.config.keys.AuthorizedKeyEntry;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.PublicKeyEntryResolver;
import org.apache.sshd.common.keyprovider.FileKeyPairProvider;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.shell.ProcessShellCommandFactory;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.transport.FetchConnection;
import org.eclipse.jgit.transport.Transport;
import org.eclipse.jgit.transport.URIish;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Logins at an HTTP server that writes down who asks, and at an SSH server with native git behind it. */
class TransportLoginTest {
    private static final String NO_LOGIN = "none";

    @TempDir
    Path root;

    private final List<String> logins = new CopyOnWriteArrayList<>();
    private HttpServer http;
    private SshServer ssh;

    @AfterEach
    void stop() throws IOException {
        if (http != null) {
            http.stop(0);
        }
        if (ssh != null) {
            ssh.stop(true);
        }
    }

    private URIish startHttp(int status) throws IOException, URISyntaxException {
        http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        http.createContext("/", exchange -> answer(exchange, status));
        http.start();
        return new URIish("http://127.0.0.1:" + http.getAddress().getPort() + "/data.git");
    }

    private void answer(HttpExchange exchange, int status) throws IOException {
        String login = exchange.getRequestHeaders().getFirst("Authorization");
        logins.add(login == null ? NO_LOGIN : login);
        if (status == 401) {
            exchange.getResponseHeaders().add("WWW-Authenticate", "Basic realm=\"data\"");
        }
        exchange.sendResponseHeaders(status, -1);
        exchange.close();
    }

    private ObjectId ask(URIish uri, RemoteCredentials credentials) throws IOException {
        try (Transport transport = Transport.open(uri)) {
            TransportLogin.prepare(
                    transport,
                    new RemoteTarget(uri, credentials, false, "origin", TransportSettings.ofThisHost()),
                    null);
            try (FetchConnection connection = transport.openFetch()) {
                return connection.getRef("refs/heads/main").getObjectId();
            }
        }
    }

    private static String basic(String userAndPassword) {
        return "Basic " + Base64.getEncoder().encodeToString(userAndPassword.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void aPasswordIsSentWithTheFirstRequest() throws Exception {
        URIish uri = startHttp(404);

        assertThatThrownBy(() -> ask(uri, new PasswordCredentials("user", () -> "s3cret")))
                .isInstanceOf(IOException.class);

        assertThat(logins.get(0)).isEqualTo(basic("user:s3cret"));
    }

    @Test
    void aPasswordThatWasRotatedTakesEffectWithTheNextTransport() throws Exception {
        URIish uri = startHttp(404);
        AtomicReference<String> password = new AtomicReference<>("old");
        RemoteCredentials credentials = new PasswordCredentials("user", password::get);
        assertThatThrownBy(() -> ask(uri, credentials)).isInstanceOf(IOException.class);
        int before = logins.size();

        password.set("new");
        assertThatThrownBy(() -> ask(uri, credentials)).isInstanceOf(IOException.class);

        assertThat(logins.get(before)).isEqualTo(basic("user:new"));
    }

    @Test
    void aServerThatWantsALoginGetsNoneThatIsNotConfigured() throws Exception {
        URIish uri = startHttp(401);

        // Where the machine has a credential helper, the message names it.
        assertThatThrownBy(() -> ask(uri, new NoCredentials()))
                .hasMessageMatching("(?s).*(not authorized|wants a login).*");

        assertThat(logins).isNotEmpty().containsOnly(NO_LOGIN);
    }

    /** A remote with one commit behind an SSH server that lets in the key "user" alone. */
    private URIish startSsh() throws Exception {
        NativeGit remote = NativeGit.init(root.resolve("remote"));
        remote.commit("file", "text\n");
        Path hostKey = generateKey("host");
        generateKey("user");
        PublicKey allowed = AuthorizedKeyEntry.parseAuthorizedKeyEntry(Files.readString(root.resolve("user.pub")))
                .resolvePublicKey(null, PublicKeyEntryResolver.FAILING);
        ssh = SshServer.setUpDefaultServer();
        ssh.setHost("127.0.0.1");
        ssh.setKeyPairProvider(new FileKeyPairProvider(hostKey));
        ssh.setPublickeyAuthenticator((user, key, session) -> KeyUtils.compareKeys(key, allowed));
        ssh.setCommandFactory(ProcessShellCommandFactory.INSTANCE);
        ssh.start();
        Files.writeString(
                root.resolve("known_hosts"),
                "[127.0.0.1]:" + ssh.getPort() + " " + Files.readString(root.resolve("host.pub")));
        return new URIish("ssh://git@127.0.0.1:" + ssh.getPort() + remote.directory());
    }

    private Path generateKey(String name) throws Exception {
        Path key = root.resolve(name);
        int status = new ProcessBuilder("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", key.toString())
                .start()
                .waitFor();
        assertThat(status).as("ssh-keygen").isZero();
        return key;
    }

    private RemoteCredentials key(String name, String knownHosts) throws IOException {
        String text = Files.readString(root.resolve(name));
        return new SshKeyCredentials(() -> text, root.resolve(knownHosts));
    }

    @Test
    void theConfiguredKeyLogsInAtAServerThatKnownHostsHas() throws Exception {
        URIish uri = startSsh();

        assertThat(ask(uri, key("user", "known_hosts")))
                .isEqualTo(NativeGit.in(root.resolve("remote")).id("HEAD"));
    }

    /** A secret from the environment has often lost the end of its last line. */
    @Test
    void aKeyWithoutTheEndOfItsLastLineLogsInToo() throws Exception {
        URIish uri = startSsh();
        String text = Files.readString(root.resolve("user")).strip();

        assertThat(ask(uri, new SshKeyCredentials(() -> text, root.resolve("known_hosts"))))
                .isEqualTo(NativeGit.in(root.resolve("remote")).id("HEAD"));
    }

    @Test
    void anotherKeyDoesNotLogIn() throws Exception {
        URIish uri = startSsh();
        generateKey("other");

        assertThatThrownBy(() -> ask(uri, key("other", "known_hosts"))).isInstanceOf(IOException.class);
    }

    @Test
    void aServerThatKnownHostsLacksIsNotTrustedAndNotAdded() throws Exception {
        URIish uri = startSsh();
        Path empty = Files.createFile(root.resolve("empty"));

        assertThatThrownBy(() -> ask(uri, key("user", "empty"))).isInstanceOf(IOException.class);

        assertThat(empty).isEmptyFile();
    }

    @Test
    void aKeyThatIsEncryptedIsSaidToBeUnreadable() throws Exception {
        URIish uri = startSsh();
        assertThat(new ProcessBuilder(
                                "ssh-keygen",
                                "-q",
                                "-p",
                                "-N",
                                "a passphrase",
                                "-f",
                                root.resolve("user").toString())
                        .start()
                        .waitFor())
                .isZero();

        assertThatThrownBy(() -> ask(uri, key("user", "known_hosts")))
                .isInstanceOf(RefusedException.class)
                .hasMessageStartingWith("`sshKey` of the configuration has a passphrase");
    }

    /** The library answers null for it, which was taken for a defect of this program. */
    @Test
    void aTextThatIsNoPrivateKeyIsAMistakeOfTheConfiguration() throws Exception {
        URIish uri = startSsh();

        assertThatThrownBy(() -> ask(uri, key("user.pub", "known_hosts")))
                .isInstanceOfSatisfying(RefusedException.class, refused -> assertThat(refused.type())
                        .isEqualTo(ErrorType.CONFIGURATION))
                .hasMessageStartingWith("`sshKey` of the configuration is a public key");
    }
}
