package dev.reconciler.git.remote.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reconciler.git.error.GitException;
import dev.reconciler.git.error.RefusedException;
import dev.reconciler.git.fixture.RecordingProxy;
import dev.reconciler.git.fixture.RecordingServer;
import dev.reconciler.git.fixture.TestRepositories;
import dev.reconciler.git.fixture.TlsIdentity;
import dev.reconciler.git.remote.settings.TransportSettings;
import dev.reconciler.git.repository.RemoteCredentials;
import dev.reconciler.git.repository.RemoteCredentials.NoCredentials;
import dev.reconciler.git.repository.RemoteCredentials.PasswordCredentials;
import dev.reconciler.git.repository.RepositorySettings;
import dev.reconciler.git.settings.GitSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.jgit.transport.Connection;
import org.eclipse.jgit.transport.Transport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Requests to servers and proxies on this host, with settings of git and variables of the environment. The password of
 * the configuration is a canary: it must come to the configured server and to no other.
 */
@Tag("slow")
class HttpSettingsTest {
    private static final RemoteCredentials CANARY = new PasswordCredentials("bot", () -> "canary");
    private static final String SENT = basic("bot", "canary");
    private static final String AUTHORIZATION = "Authorization";

    @TempDir
    static Path root;

    private static TlsIdentity server;
    private static TlsIdentity other;

    private final List<AutoCloseable> open = new ArrayList<>();
    private final Map<String, String> environment = new HashMap<>();
    private String settings = "";

    @BeforeAll
    static void twoIdentities() throws Exception {
        server = TlsIdentity.generate(root.resolve("server"));
        other = TlsIdentity.generate(root.resolve("other"));
    }

    @AfterEach
    void stop() throws Exception {
        for (AutoCloseable each : open) {
            each.close();
        }
    }

    private static String basic(String user, String password) {
        return "Basic " + Base64.getEncoder().encodeToString((user + ":" + password).getBytes());
    }

    private RecordingServer startServer(int status) throws IOException {
        RecordingServer started = RecordingServer.start(status);
        open.add(started);
        return started;
    }

    private RecordingServer startTlsServer(boolean wantsClient) throws Exception {
        RecordingServer started = RecordingServer.startTls(server.serverContext(other), wantsClient, 404);
        open.add(started);
        return started;
    }

    private RecordingProxy startProxy(String login) throws IOException {
        RecordingProxy started = new RecordingProxy(login);
        open.add(started);
        return started;
    }

    private Map<String, String> gitEnvironment() throws IOException {
        Path file = Files.writeString(root.resolve("settings"), settings);
        Map<String, String> all = new HashMap<>(environment);
        all.put("GIT_CONFIG_NOSYSTEM", "1");
        all.put("GIT_CONFIG_GLOBAL", file.toString());
        return all;
    }

    private static RepositorySettings repository(String url, RemoteCredentials credentials) {
        RepositorySettings plain = TestRepositories.settings(root.resolve("data"), url);
        return new RepositorySettings(
                plain.id(),
                plain.path(),
                url,
                plain.remoteName(),
                plain.branch(),
                plain.bare(),
                credentials,
                plain.identity());
    }

    /** Asks a remote for its refs with the settings, as those of the user; answers what the error says. */
    private String ask(String url, RemoteCredentials credentials) throws IOException {
        return ask(
                url, credentials, new TransportSettings(GitSettings.readProtected(gitEnvironment()), gitEnvironment()));
    }

    /** Asks with settings of the clone's own beside those of the user. */
    private String askFromClone(String url, RemoteCredentials credentials, String own) throws IOException {
        GitSettings all = GitSettings.parse(settings + own).orElseThrow();
        return ask(url, credentials, new TransportSettings(all, gitEnvironment()));
    }

    private static String ask(String url, RemoteCredentials credentials, TransportSettings all) throws IOException {
        return ask(url, credentials, all, false);
    }

    /** Asks as a push does. */
    private String askToPush(String url, RemoteCredentials credentials) throws IOException {
        TransportSettings all = new TransportSettings(GitSettings.readProtected(gitEnvironment()), gitEnvironment());
        return ask(url, credentials, all, true);
    }

    private static String ask(String url, RemoteCredentials credentials, TransportSettings all, boolean pushes)
            throws IOException {
        RepositorySettings repository = repository(url, credentials);
        TransportOpener opener = new TransportOpener(repository);
        try (Transport transport = opener.open(
                        null,
                        Deadline.in(Duration.ofSeconds(20)),
                        pushes ? RemoteTarget.forPush(repository, all) : opener.fetchTarget(all));
                Connection connection = pushes ? transport.openPush() : transport.openFetch()) {
            return connection.toString();
        } catch (IOException | GitException failed) {
            StringBuilder words = new StringBuilder();
            for (Throwable cause = failed; cause != null; cause = cause.getCause()) {
                words.append(cause instanceof RefusedException refused ? refused.type() + ": " : "")
                        .append(cause.getMessage())
                        .append('\n');
            }
            assertThat(words.toString()).doesNotContain("canary");
            return words.toString();
        }
    }

    /** What native git says with the same settings and environment, without the credentials. */
    private String askGit(String url) throws Exception {
        ProcessBuilder git = new ProcessBuilder("git", "ls-remote", url).redirectErrorStream(true);
        git.environment()
                .keySet()
                .removeIf(name -> name.startsWith("GIT_") || name.toLowerCase().endsWith("_proxy"));
        git.environment().putAll(gitEnvironment());
        git.environment().put("GIT_TERMINAL_PROMPT", "0");
        Process process = git.start();
        String said = new String(process.getInputStream().readAllBytes());
        process.waitFor();
        return said;
    }

    @Test
    void theConfiguredServerGetsTheCredentials() throws IOException {
        RecordingServer remote = startServer(404);

        ask(remote.url("127.0.0.1"), CANARY);

        assertThat(remote.header(AUTHORIZATION)).isEqualTo(SENT);
    }

    @ParameterizedTest
    @ValueSource(ints = {404, 401})
    void aServerToWhichInsteadOfLeadsGetsNone(int status) throws IOException {
        RecordingServer remote = startServer(404);
        RecordingServer elsewhere = startServer(status);
        settings = "[url \"" + elsewhere.url("localhost") + "\"]\n\tinsteadOf = " + remote.url("127.0.0.1") + "\n";

        String said = ask(remote.url("127.0.0.1"), CANARY);

        assertThat(remote.count()).isZero();
        assertThat(elsewhere.count()).isPositive();
        assertThat(elsewhere.headers(AUTHORIZATION)).isEmpty();
        if (status == 401) {
            assertThat(said).contains("insteadOf").contains("make its URL `remote`");
        }
    }

    /** A person whose git logs in so would look for the fault at the server. */
    @ParameterizedTest
    @CsvSource({
        "'[credential]\n\thelper = /nowhere/helper\n', -, credential.helper",
        "'[credential \"http://127.0.0.1\"]\n\thelper = !false\n', -, credential.helper",
        "'[core]\n\taskPass = /nowhere/ask\n', -, core.askPass",
        "'', GIT_ASKPASS, GIT_ASKPASS",
    })
    void theProgramThatGitWouldAskForALoginIsNamedAndNotRun(String setting, String variable, String named)
            throws IOException {
        RecordingServer remote = startServer(401);
        settings = setting;
        environment.put(variable, "/nowhere/ask");

        assertThat(ask(remote.url("127.0.0.1"), new NoCredentials()))
                .contains("AccessDenied: 127.0.0.1 wants a login", "as git asks that of " + named, "`credentials`");
    }

    @Test
    void theSameServerByInsteadOfGetsTheCredentials() throws IOException {
        RecordingServer remote = startServer(404);
        settings = "[url \"http://127.0.0.1:" + remote.port() + "/\"]\n\tinsteadOf = http://127.0.0.1:" + remote.port()
                + "/old/\n";

        ask("http://127.0.0.1:" + remote.port() + "/old/team/data.git", CANARY);

        assertThat(remote.header(AUTHORIZATION)).isEqualTo(SENT);
    }

    /** The library decodes it twice: a password with a percent sign was not sent, or was another one. */
    @ParameterizedTest
    @CsvSource({"t0k3n-1, t0k3n-1", "p%40ss+1, p@ss+1", "50%25off, 50%off", "50%2541, 50%41"})
    void theLoginOfABaseIsSentAsGitSendsIt(String written, String password) throws Exception {
        RecordingServer remote = startServer(401);
        settings = "[url \"http://ci:" + written + "@127.0.0.1:" + remote.port()
                + "/\"]\n\tinsteadOf = http://127.0.0.1:" + remote.port() + "/\n";

        askGit(remote.url("127.0.0.1"));
        assertThat(remote.headers(AUTHORIZATION)).containsOnly(basic("ci", password));
        assertThat(ask(remote.url("127.0.0.1"), new NoCredentials())).doesNotContain(password, written);

        assertThat(remote.header(AUTHORIZATION)).isEqualTo(basic("ci", password));
    }

    @Test
    void aServerToWhichInsteadOfLeadsGetsTheLoginOfItsBaseAlone() throws IOException {
        RecordingServer remote = startServer(404);
        RecordingServer elsewhere = startServer(401);
        settings =
                "[url \"http://ci:t0k3n-1@localhost:" + elsewhere.port() + "/\"]\n\tpushInsteadOf = http://127.0.0.1:"
                        + remote.port() + "/\n\tinsteadOf = http://127.0.0.1:" + remote.port() + "/\n";

        String asked = ask(remote.url("127.0.0.1"), CANARY);
        String pushed = askToPush(remote.url("127.0.0.1"), CANARY);

        assertThat(remote.count()).isZero();
        assertThat(elsewhere.headers(AUTHORIZATION)).isNotEmpty().containsOnly(basic("ci", "t0k3n-1"));
        assertThat(asked).contains("not authorized").doesNotContain("t0k3n-1");
        assertThat(pushed).contains("not authorized").doesNotContain("t0k3n-1");
    }

    /** As with a configured key and core.sshCommand: what is configured here counts before what git's settings name. */
    @Test
    void theCredentialsOfTheConfigurationCountBeforeTheLoginOfABaseOnTheirServer() throws IOException {
        RecordingServer remote = startServer(401);
        settings = "[url \"http://ci:t0k3n-1@127.0.0.1:" + remote.port() + "/\"]\n\tinsteadOf = http://127.0.0.1:"
                + remote.port() + "/\n";

        ask(remote.url("127.0.0.1"), CANARY);

        assertThat(remote.headers(AUTHORIZATION)).isNotEmpty().containsOnly(SENT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ext::sh -c 'touch %s' ", "foo::bar", "ftp://example.org/", "-u/x"})
    void insteadOfDoesNotLeadToATransportThatRunsPrograms(String base) throws IOException {
        Path ran = root.resolve("ran");
        settings = "[url \"" + base.formatted(ran) + "\"]\n\tinsteadOf = https://example.org/\n";

        assertThat(ask("https://example.org/data.git", CANARY)).contains("expected: a path, or a URL of");
        assertThat(ran).doesNotExist();
    }

    @ParameterizedTest
    @CsvSource({
        "http.proxy, ''",
        "remote.origin.proxy, ''",
        "'', http_proxy",
        "'', all_proxy",
        "'', ALL_PROXY",
    })
    void aProxyIsAskedAsGitAsksIt(String key, String variable) throws Exception {
        RecordingServer remote = startServer(404);
        RecordingProxy proxy = startProxy("");
        if (key.isEmpty()) {
            environment.put(variable, "http://" + proxy.address());
        } else {
            int dot = key.lastIndexOf('.');
            settings = "[" + key.substring(0, dot).replaceFirst("\\.(.*)", " \"$1\"") + "]\n\tproxy = "
                    + proxy.address() + "\n";
        }

        ask(remote.url("127.0.0.1"), new NoCredentials());

        assertThat(remote.count()).isZero();
        assertThat(proxy.requests()).hasSize(1).first().asString().startsWith("GET http://127.0.0.1:" + remote.port());
        // Native git is asked by URL, to which the section of a remote does not belong.
        if (!key.startsWith("remote")) {
            askGit(remote.url("127.0.0.1"));
            assertThat(remote.count()).isZero();
            assertThat(proxy.requests()).hasSize(2);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "HTTP_PROXY, -, -, false",
        "https_proxy, -, -, false",
        "http_proxy, no_proxy, 127.0.0.1, false",
        "http_proxy, NO_PROXY, 127.0.0.1, false",
        "http_proxy, no_proxy, *, false",
        "http_proxy, no_proxy, 'example.org, 127.0.0.0/8', false",
        "http_proxy, no_proxy, 10.0.0.0/8, true",
        "http_proxy, no_proxy, 127.0.0.2, true",
        "http_proxy, no_proxy, '', true",
    })
    void noProxyIsReadAsGitReadsIt(String variable, String exception, String value, boolean isAsked) throws Exception {
        RecordingServer remote = startServer(404);
        RecordingProxy proxy = startProxy("");
        environment.put(variable, "http://" + proxy.address());
        environment.put(exception, value);

        ask(remote.url("127.0.0.1"), new NoCredentials());
        askGit(remote.url("127.0.0.1"));

        assertThat(proxy.requests()).hasSize(isAsked ? 2 : 0);
        assertThat(remote.count()).isEqualTo(isAsked ? 0 : 2);
    }

    @Test
    void anEmptyProxyTakesBackThatOfTheEnvironment() throws Exception {
        RecordingServer remote = startServer(404);
        RecordingProxy proxy = startProxy("");
        environment.put("http_proxy", "http://" + proxy.address());
        settings = "[http]\n\tproxy =\n";

        ask(remote.url("127.0.0.1"), new NoCredentials());
        askGit(remote.url("127.0.0.1"));

        assertThat(proxy.requests()).isEmpty();
        assertThat(remote.count()).isEqualTo(2);
    }

    @Test
    void aProxyOfTheClonesOwnDoesNotReadTheCredentials() throws Exception {
        RecordingServer remote = startServer(404);
        RecordingProxy proxy = startProxy("");
        String own = "[http]\n\tproxy = " + proxy.address() + "\n";

        assertThat(askFromClone(remote.url("127.0.0.1"), CANARY, own))
                .contains("the credentials for 127.0.0.1 could be read");
        assertThat(proxy.requests()).isEmpty();
        assertThat(remote.count()).isZero();

        askFromClone(remote.url("127.0.0.1"), new NoCredentials(), own);
        assertThat(proxy.requests()).hasSize(1);
        settings = own;
        ask(remote.url("127.0.0.1"), CANARY);
        assertThat(proxy.requests()).hasSize(2);
    }

    /** Such a proxy could answer in the server's place, with a certificate of its own authority. */
    @ParameterizedTest
    @CsvSource({"true, true, false", "true, false, true", "false, true, true", "false, false, true"})
    void aCloneDoesNotNameBothAProxyAndWhomToTrust(boolean ownProxy, boolean ownAuthority, boolean isAsked)
            throws Exception {
        RecordingServer remote = startTlsServer(false);
        RecordingProxy proxy = startProxy("");
        String proxied = "[http]\n\tproxy = " + proxy.address() + "\n";
        String trusted = "[http]\n\tsslCAInfo = " + server.certificate() + "\n";
        settings = (ownProxy ? "" : proxied) + (ownAuthority ? "" : trusted);
        String own = (ownProxy ? proxied : "") + (ownAuthority ? trusted : "");

        String said = askFromClone(remote.url("localhost"), CANARY, own);

        assertThat(remote.count()).isEqualTo(isAsked ? 1 : 0);
        assertThat(proxy.requests()).hasSize(isAsked ? 1 : 0);
        if (!isAsked) {
            assertThat(said).contains("both the proxy " + proxy.address());
            askFromClone(remote.url("localhost"), new NoCredentials(), own);
            assertThat(remote.count()).isEqualTo(1);
        }
    }

    @Test
    void aTunnelThroughAProxyHidesTheCredentials() throws Exception {
        RecordingServer remote = startTlsServer(false);
        RecordingProxy proxy = startProxy("");
        settings = "[http]\n\tproxy = " + proxy.address() + "\n\tsslCAInfo = " + server.certificate() + "\n";

        ask(remote.url("localhost"), CANARY);

        assertThat(proxy.requests()).hasSize(1).first().asString().startsWith("CONNECT localhost:" + remote.port());
        assertThat(proxy.requests().get(0)).doesNotContain(SENT);
        assertThat(remote.header(AUTHORIZATION)).isEqualTo(SENT);
    }

    /** Java refuses to log in at a proxy by itself where it makes a tunnel. */
    @Test
    void aProxyThatWantsALoginGetsIt() throws Exception {
        RecordingServer remote = startTlsServer(false);
        RecordingServer plain = startServer(404);
        RecordingProxy proxy = startProxy("Basic " + Base64.getEncoder().encodeToString("me:p@ss".getBytes()));
        settings = "[http]\n\tproxy = http://me:p%40ss@" + proxy.address() + "\n\tsslCAInfo = " + server.certificate()
                + "\n";

        ask(remote.url("localhost"), CANARY);
        ask(plain.url("127.0.0.1"), new NoCredentials());

        assertThat(remote.header(AUTHORIZATION)).isEqualTo(SENT);
        assertThat(remote.headers("Proxy-authorization")).isEmpty();
        assertThat(proxy.requests()).hasSize(2).last().asString().startsWith("GET ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://me:s3cret@%s", "http://%s"})
    void aProxyThatRefusesTheLoginIsNamedWithoutIt(String form) throws Exception {
        RecordingServer remote = startTlsServer(false);
        RecordingProxy proxy = startProxy("Basic other");
        environment.put("https_proxy", form.formatted(proxy.address()));

        assertThat(ask(remote.url("localhost"), CANARY))
                .containsIgnoringCase("407 proxy authentication required")
                .doesNotContain("s3cret");
        assertThat(remote.count()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://proxy.invalid:1", "socks5://me:s3cret@proxy.invalid", "http://[", "a b c@:"})
    void aProxyThatIsNotSpokenToIsRefusedByName(String proxy) throws Exception {
        settings = "[http]\n\tproxy = " + proxy + "\n";

        assertThat(ask("https://example.invalid/data.git", CANARY))
                .contains("http.proxy")
                .doesNotContain("s3cret");
    }

    @ParameterizedTest
    @ValueSource(strings = {"GIT_SSL_NO_VERIFY", "http", "url"})
    void verificationStaysOnWhileCredentialsAreUsed(String how) throws Exception {
        RecordingServer remote = startTlsServer(false);
        switch (how) {
            case "http" -> settings = "[http]\n\tsslVerify = false\n";
            case "url" -> settings = "[http \"https://localhost:" + remote.port() + "/\"]\n\tsslVerify = false\n";
            default -> environment.put("GIT_SSL_NO_VERIFY", "1");
        }

        assertThat(ask(remote.url("localhost"), CANARY)).contains("PKIX path");
        assertThat(remote.count()).isZero();

        ask(remote.url("localhost"), new NoCredentials());
        assertThat(remote.count()).isEqualTo(1);
        assertThat(askGit(remote.url("localhost"))).contains("not found");
    }

    @ParameterizedTest
    @ValueSource(strings = {"sslCAInfo", "sslCAPath", "GIT_SSL_CAINFO", "GIT_SSL_CAPATH", "url"})
    void anAuthorityOfOnesOwnIsTrusted(String how) throws Exception {
        RecordingServer remote = startTlsServer(false);
        Path file = server.certificate();
        String path = how.toLowerCase().endsWith("path") ? file.getParent().toString() : file.toString();
        if (how.startsWith("GIT_")) {
            environment.put(how, path);
        } else if (how.equals("url")) {
            settings = "[http \"https://*:" + remote.port() + "/team\"]\n\tsslCAInfo = " + path
                    + "\n[http]\n\tsslCAInfo = " + other.certificate() + "\n";
        } else {
            settings = "[http]\n\t" + how + " = " + path + "\n";
        }

        ask(remote.url("localhost"), CANARY);

        assertThat(remote.header(AUTHORIZATION)).isEqualTo(SENT);
    }

    @Test
    void anAuthorityThatIsNotTheServersIsNotEnough() throws Exception {
        RecordingServer remote = startTlsServer(false);
        settings = "[http]\n\tsslCAInfo = " + other.certificate() + "\n";

        assertThat(ask(remote.url("localhost"), CANARY)).contains("PKIX path");
        assertThat(remote.count()).isZero();
    }

    @Test
    void aCertificateForAnotherHostIsNotTrusted() throws Exception {
        RecordingServer remote = startTlsServer(false);
        RecordingProxy proxy = startProxy("");
        settings = "[http]\n\tsslCAInfo = " + server.certificate() + "\n\tproxy = " + proxy.address() + "\n";

        assertThat(ask(remote.url("git.example.org"), CANARY)).contains("git.example.org");
        assertThat(remote.count()).isZero();
    }

    @Test
    void aCertificateOfThisHostIsShownToAServerThatWantsOne() throws Exception {
        RecordingServer remote = startTlsServer(true);
        settings = "[http]\n\tsslCAInfo = " + server.certificate() + "\n";
        ask(remote.url("localhost"), CANARY);
        assertThat(remote.count()).isZero();

        settings += "\tsslCert = " + other.certificate() + "\n\tsslKey = " + other.key() + "\n";
        ask(remote.url("localhost"), CANARY);

        assertThat(remote.header(AUTHORIZATION)).isEqualTo(SENT);
    }

    @Test
    void onlyAServerWithThePinnedKeyIsTrusted() throws Exception {
        RecordingServer remote = startTlsServer(false);
        settings = "[http]\n\tsslCAInfo = " + server.certificate() + "\n\tpinnedPubkey = " + other.pin() + "\n";
        assertThat(ask(remote.url("localhost"), CANARY)).contains("pinnedPubkey");
        assertThat(remote.count()).isZero();

        settings += "\tpinnedPubkey = \"" + other.pin() + ";" + server.pin() + "\"\n";
        ask(remote.url("localhost"), CANARY);

        assertThat(remote.count()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({"server, 1", "other, 0"})
    void aPinMayBeAFileBelowTheHome(String pinned, int requests) throws Exception {
        RecordingServer remote = startTlsServer(false);
        server.publicKey();
        other.publicKey();
        environment.put("HOME", root.toString());
        settings = "[http]\n\tsslCAInfo = " + server.certificate() + "\n\tpinnedPubkey = ~/" + pinned + "/public.pem\n";

        ask(remote.url("localhost"), CANARY);
        assertThat(remote.count()).isEqualTo(requests);

        askGit(remote.url("localhost"));
        assertThat(remote.count()).isEqualTo(2 * requests);
    }

    @ParameterizedTest
    @CsvSource({
        "sslCAInfo, /nowhere/ca.pem",
        "sslCertType, P12",
        "sslVersion, sslv3",
        "curloptResolve, localhost:1:127.0.0.9",
    })
    void whatCannotBeDoneIsRefusedByName(String name, String value) throws Exception {
        RecordingServer remote = startTlsServer(false);
        settings = "[http]\n\t" + name + " = " + value + "\n";

        assertThat(ask(remote.url("localhost"), CANARY)).contains("http." + name);
        assertThat(remote.count()).isZero();
    }

    /** Each was waited for as an outage, or said to be an error of the disk. */
    @ParameterizedTest
    @CsvSource({
        "sslCAInfo, other/key, has no certificate in PEM",
        "sslCAInfo, garbled, has a certificate that can't be read",
        "sslCert, other/key, has no certificate in PEM",
        "sslKey, server/key, is not the key of the certificate",
        "sslKey, garbled, has no private key",
        "sslKey, locked, can't be read as a key; if it has a passphrase",
    })
    void aFileThatHoldsSomethingElseIsForAPersonToCorrect(String name, String file, String said) throws Exception {
        RecordingServer remote = startTlsServer(true);
        Path named =
                switch (file) {
                    case "other/key" -> other.key();
                    case "server/key" -> server.key();
                    case "garbled" ->
                        Files.writeString(
                                root.resolve(file), "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");
                    default ->
                        Files.writeString(
                                root.resolve(file), "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n");
                };
        settings = "[http]\n\tsslCAInfo = " + server.certificate() + "\n\tsslCert = " + other.certificate()
                + "\n\tsslKey = " + other.key() + "\n\t" + name + " = " + named + "\n";

        assertThat(ask(remote.url("localhost"), CANARY)).contains("Configuration: ", named.toString(), said);
        assertThat(remote.count()).isZero();
        askGit(remote.url("localhost"));
        assertThat(remote.count()).isZero();
    }

    @Test
    void whereNothingIsVerifiedNoAuthorityIsWanted() throws Exception {
        RecordingServer remote = startTlsServer(false);
        settings = "[http]\n\tsslVerify = false\n\tsslCAInfo = /nowhere\n";

        ask(remote.url("localhost"), new NoCredentials());
        assertThat(remote.count()).isEqualTo(1);
        askGit(remote.url("localhost"));
        assertThat(remote.count()).isEqualTo(2);
    }

    @Test
    void ofSeveralSectionsOneThatSaysLessDoesNotCountBehindOneThatSaysMore() throws Exception {
        RecordingServer remote = startServer(404);
        settings = """
                [http "http://127.0.0.1:%1$d/team"]
                    extraHeader = X-Team: 1
                [http "http://127.0.0.1:%1$d"]
                    extraHeader = X-Host: 2
                """.formatted(remote.port());

        ask(remote.url("127.0.0.1"), new NoCredentials());
        assertThat(remote.header("X-team")).isEqualTo("1");
        askGit(remote.url("127.0.0.1"));

        assertThat(remote.headers("X-host")).isEmpty();
        assertThat(remote.headers("X-team")).containsExactly("1", "1");
    }

    @Test
    void headersAndTheAgentAreThoseOfTheMostExactSection() throws Exception {
        RecordingServer remote = startServer(404);
        settings = """
                [http]
                    userAgent = general
                    extraHeader = X-General: 1
                [http "http://*.0.0.1:%1$d"]
                    userAgent = wildcard
                [http "http://127.0.0.1:%1$d/team"]
                    userAgent = exact
                    extraHeader = X-Exact: 2
                [http "http://127.0.0.1:%1$d/teams"]
                    userAgent = of another folder
                """.formatted(remote.port());

        ask(remote.url("127.0.0.1"), new NoCredentials());
        String ours = remote.header("User-agent") + remote.header("X-general") + remote.header("X-exact");
        askGit(remote.url("127.0.0.1"));

        assertThat(ours)
                .isEqualTo("exact12")
                .isEqualTo(remote.header("User-agent") + remote.header("X-general") + remote.header("X-exact"));
    }

    @Test
    void anEmptyHeaderTakesBackThoseBefore() throws Exception {
        RecordingServer remote = startServer(404);
        settings = "[http]\n\textraHeader = X-General: 1\n\textraHeader =\n\textraHeader = X-Last: 2\n";

        ask(remote.url("127.0.0.1"), new NoCredentials());

        assertThat(remote.header("X-general")).isNull();
        assertThat(remote.header("X-last")).isEqualTo("2");
    }

    @Test
    void aCookieGoesToTheServerThatItIsFor() throws Exception {
        RecordingServer remote = startServer(404);
        Path cookies = Files.writeString(
                root.resolve("cookies"),
                "127.0.0.1\tFALSE\t/\tFALSE\t2147483647\tours\t1\nexample.org\tFALSE\t/\tFALSE\t2147483647\ttheirs\t2\n");
        settings = "[http]\n\tcookieFile = " + cookies + "\n";

        ask(remote.url("127.0.0.1"), new NoCredentials());
        String ours = remote.header("Cookie");
        askGit(remote.url("127.0.0.1"));

        assertThat(ours).isEqualTo("ours=1").isEqualTo(remote.header("Cookie"));
    }

    @ParameterizedTest
    @CsvSource({
        "protocol.http.allow, never, -, -",
        "protocol.allow, never, -, -",
        "-, -, GIT_ALLOW_PROTOCOL, https:ssh",
        "protocol.http.allow, user, GIT_PROTOCOL_FROM_USER, 0",
    })
    void aTransportThatGitsSettingsForbidIsRefused(String key, String value, String variable, String list)
            throws Exception {
        RecordingServer remote = startServer(404);
        if (!key.equals("-")) {
            int dot = key.lastIndexOf('.');
            settings = "[" + key.substring(0, dot).replaceFirst("\\.(.*)", " \"$1\"") + "]\n\tallow = " + value + "\n";
        }
        environment.put(variable, list);

        assertThat(ask(remote.url("127.0.0.1"), CANARY)).contains("forbid the transport 'http'");
        askGit(remote.url("127.0.0.1"));
        assertThat(remote.count()).isZero();
    }
}
