package dev.reconciler.worker.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reconciler.git.error.RefusedException;
import dev.reconciler.model.ErrorType;
import dev.reconciler.model.RepositoryId;
import dev.reconciler.worker.access.Viewer.ViewerProof;
import dev.reconciler.worker.api.RequestProblemException;
import dev.reconciler.worker.api.TokenCheck;
import dev.reconciler.worker.config.ApiToken;
import dev.reconciler.worker.config.ApiToken.TokenAccess;
import dev.reconciler.worker.config.PageConfiguration;
import dev.reconciler.worker.config.PageConfiguration.AddressRange;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who sees the host. */
class ViewAccessTest {
    private static final RepositoryId MAPS = new RepositoryId("maps");
    private static final RepositoryId CIVIC = new RepositoryId("civic-data");

    private final List<ApiToken> configured = new ArrayList<>();
    private PageConfiguration page = PageConfiguration.UNSET;
    private String secret = "canary-app";
    private Instant now = Instant.parse("2026-11-27T08:00:00Z");
    private PageSessions sessions;

    private ViewAccess access() {
        TokenCheck tokens = new TokenCheck(configured, "of this start");
        sessions = new PageSessions(tokens, Duration.ofHours(12), () -> now);
        return new ViewAccess(tokens, sessions, page);
    }

    private void configureToken() {
        configured.add(new ApiToken("app", this::readSecret, Set.of(MAPS), TokenAccess.WRITE));
    }

    private String readSecret() {
        if (secret.isEmpty()) {
            throw new RefusedException(ErrorType.CONFIGURATION, "the file is gone");
        }
        return secret;
    }

    private void trustProxy(String range) {
        page = new PageConfiguration(
                List.of(AddressRange.parse(range)),
                "X-Forwarded-User",
                Map.of("ada", TokenAccess.WRITE),
                Duration.ofHours(12),
                null);
    }

    private static RequestOrigin request(String peer, String... headers) {
        return requestIn(null, peer, headers);
    }

    private static RequestOrigin requestIn(String session, String peer, String... headers) {
        Map<String, String> sent = new HashMap<>();
        sent.put("Host", "localhost:8080");
        for (int i = 0; i < headers.length; i += 2) {
            sent.put(headers[i], headers[i + 1]);
        }
        try {
            return new RequestOrigin(InetAddress.getByName(peer), "HTTP/1.1", sent, session, null);
        } catch (UnknownHostException none) {
            throw new AssertionError(none);
        }
    }

    @Test
    void aTokenShowsItsRepositoriesOnly() {
        configureToken();

        Viewer viewer = access().findViewer(request("192.0.2.7", "Authorization", "Bearer canary-app"))
                .orElseThrow();

        assertThat(viewer.name()).isEqualTo("app");
        assertThat(viewer.mayAct()).isTrue();
        assertThat(viewer.sees(MAPS)).isTrue();
        assertThat(viewer.sees(CIVIC)).isFalse();
        assertThat(viewer.seesHost()).isFalse();
    }

    @Test
    void withoutTokensThisMachineReadsEverything() {
        Viewer viewer = access().findViewer(request("127.0.0.1")).orElseThrow();

        assertThat(viewer.proof()).isEqualTo(ViewerProof.LOOPBACK);
        assertThat(viewer.mayAct()).isFalse();
        assertThat(viewer.seesHost()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "LOCALHOST:8080", "127.0.0.1:1", "127.9.8.7", "[::1]:8080", "[::1]"})
    void thisMachineIsCalledByNamesThatLeadNowhereElse(String host) {
        assertThat(access().findViewer(request("::1", "Host", host))).isPresent();
    }

    /** Each of them is, or may be, somebody else: a page of the web under a name that leads here, or behind a proxy. */
    @ParameterizedTest
    @CsvSource({
        "192.0.2.7, Host, localhost",
        "127.0.0.1, Host, evil.example.org",
        "127.0.0.1, Host, 127.0.0.1.evil.example.org",
        "127.0.0.1, Host, localhost.evil.example.org",
        "127.0.0.1, Host, 'localhost, evil.example.org'",
        "127.0.0.1, Host, ''",
        "127.0.0.1, Host, localhost:",
        "127.0.0.1, Host, localhost:80a",
        "127.0.0.1, Host, user@localhost",
        "127.0.0.1, Host, 127.0.0.1:8080@evil.example.org",
        "127.0.0.1, Host, 0.0.0.0",
        "127.0.0.1, Host, [::]",
        "fe80::1, Host, localhost",
        "0.0.0.0, Host, localhost",
        "127.0.0.1, Forwarded, for=192.0.2.7",
        "127.0.0.1, X-Forwarded-For, 192.0.2.7",
        "127.0.0.1, x-forwarded-host, page.example.org",
        "127.0.0.1, X-FORWARDED-ANYTHING, 1",
        "127.0.0.1, Via, 1.1 proxy",
        "127.0.0.1, X-Real-IP, 192.0.2.7"
    })
    void whoMayBeSomebodyElseIsNotThisMachine(String peer, String header, String value) {
        assertThat(access().findViewer(request(peer, header, value))).isEmpty();
    }

    @Test
    void theCommandsOfThisHostSeeAllInEitherCase() {
        RequestOrigin command = request("127.0.0.1", "Authorization", "Bearer of this start");

        assertThat(access().findViewer(command)).get().matches(Viewer::mayAct).matches(Viewer::seesHost);
        configureToken();
        assertThat(access().findViewer(command)).get().matches(Viewer::mayAct).matches(Viewer::seesHost);
    }

    @Test
    void withoutAHostNobodyMeansThisMachine() throws UnknownHostException {
        RequestOrigin request = new RequestOrigin(InetAddress.getByName("127.0.0.1"), "HTTP/1.1", Map.of(), null, null);

        assertThat(access().findViewer(request)).isEmpty();
    }

    @Test
    void aStrangerIsToldWhatIsExpected() {
        assertThatThrownBy(() -> access().requireViewer(request("192.0.2.7")))
                .isInstanceOf(RequestProblemException.class)
                .hasMessageContaining("localhost");
        configureToken();
        assertThatThrownBy(() -> access().requireViewer(request("127.0.0.1")))
                .isInstanceOf(RequestProblemException.class)
                .hasMessageContaining("one of api.tokens");
    }

    @Test
    void aProxyOfOneLineIsKnownByItsOldProtocol() throws UnknownHostException {
        RequestOrigin request = new RequestOrigin(
                InetAddress.getByName("127.0.0.1"), "HTTP/1.0", Map.of("Host", "127.0.0.1:8080"), null, null);

        assertThat(access().findViewer(request)).isEmpty();
    }

    @Test
    void withTokensThisMachineNeedsOneToo() {
        configureToken();

        assertThat(access().findViewer(request("127.0.0.1"))).isEmpty();
        assertThat(access().findViewer(request("127.0.0.1", "Authorization", "Bearer wrong")))
                .isEmpty();
    }

    @Test
    void aSessionEndsWithItsTime() {
        configureToken();
        ViewAccess access = access();
        String session = sessions.begin("canary-app").orElseThrow();

        assertThat(access.findViewer(requestIn(session, "192.0.2.7"))).isPresent();
        now = now.plus(Duration.ofHours(12));
        assertThat(access.findViewer(requestIn(session, "192.0.2.7"))).isEmpty();
    }

    @Test
    void aSessionEndsWithItsToken() {
        configureToken();
        ViewAccess access = access();
        String session = sessions.begin("canary-app").orElseThrow();

        secret = "canary-rotated";
        assertThat(access.findViewer(requestIn(session, "192.0.2.7"))).isEmpty();
        secret = "";
        assertThat(access.findViewer(requestIn(session, "192.0.2.7"))).isEmpty();
        secret = "canary-app";
        assertThat(access.findViewer(requestIn(session, "192.0.2.7"))).isPresent();
        sessions.end(session);
        assertThat(access.findViewer(requestIn(session, "192.0.2.7"))).isEmpty();
    }

    @Test
    void onlyATokenOfTheConfigurationBeginsASession() {
        configureToken();
        access();

        assertThat(sessions.begin("of this start")).isEmpty();
        assertThat(sessions.begin("")).isEmpty();
        assertThat(sessions.begin("canary-app")).isPresent();
    }

    @Test
    void aWrongTokenIsNotMadeUpForByASession() {
        configureToken();
        ViewAccess access = access();
        String session = sessions.begin("canary-app").orElseThrow();

        assertThat(access.findViewer(requestIn(session, "192.0.2.7", "Authorization", "Bearer wrong")))
                .isEmpty();
    }

    @Test
    void aProxyIsBelievedFromItsAddressesOnly() {
        trustProxy("10.0.0.0/8");

        Viewer ada = access().findViewer(request("10.1.2.3", "X-Forwarded-User", "ada", "Host", "page.example.org"))
                .orElseThrow();
        Viewer bob = access().findViewer(request("10.1.2.3", "X-Forwarded-User", "bob", "Host", "page.example.org"))
                .orElseThrow();

        assertThat(ada.mayAct()).isTrue();
        assertThat(bob.mayAct()).isFalse();
        assertThat(bob.seesHost()).isTrue();
        assertThat(access().findViewer(request("11.1.2.3", "X-Forwarded-User", "ada")))
                .isEmpty();
        assertThat(access().findViewer(request("::ffff:10.1.2.3", "X-Forwarded-User", "ada")))
                .isPresent();
    }

    /** Of two names, one is what the person sent along. */
    @ParameterizedTest
    @ValueSource(strings = {"ada, bob", "ada,bob", "", " ", "a\u0000da"})
    void aProxyNamesOnePersonOrNobody(String named) {
        trustProxy("10.0.0.5");

        assertThat(access().findViewer(request("10.0.0.5", "X-Forwarded-User", named)))
                .isEmpty();
    }

    /** A proxy on this machine that hands somebody on without a name does not make them this machine. */
    @Test
    void whomATrustedProxyDoesNotNameIsAStranger() {
        trustProxy("127.0.0.1");

        assertThat(access().findViewer(request("127.0.0.1"))).isEmpty();
    }

    @Test
    void aLoginIsCountedWhereTheProxySawThePerson() throws UnknownHostException {
        trustProxy("10.0.0.5");

        assertThat(access().findSender(request("10.0.0.5", "X-Forwarded-For", "198.51.100.1, 192.0.2.7")))
                .isEqualTo(InetAddress.getByName("192.0.2.7"));
        assertThat(access().findSender(request("10.0.0.5", "X-Forwarded-For", "a name")))
                .isEqualTo(InetAddress.getByName("10.0.0.5"));
        assertThat(access().findSender(request("10.0.0.6", "X-Forwarded-For", "192.0.2.7")))
                .isEqualTo(InetAddress.getByName("10.0.0.6"));
    }

    @Test
    void aRangeHasTheAddressesThatBeginLikeIt() throws UnknownHostException {
        for (String inside : List.of("10.0.0.0", "10.0.0.127")) {
            assertThat(AddressRange.parse("10.0.0.5/25").contains(InetAddress.getByName(inside)))
                    .isTrue();
        }
        for (String outside : List.of("10.0.0.128", "10.0.1.0", "::1")) {
            assertThat(AddressRange.parse("10.0.0.5/25").contains(InetAddress.getByName(outside)))
                    .isFalse();
        }
        assertThat(AddressRange.parse("fd00::/8").contains(InetAddress.getByName("fdff::1")))
                .isTrue();
        assertThat(Stream.of("0.0.0.0/0", "10.255.0.1/0").map(AddressRange::parse))
                .allMatch(all -> all.contains(request("192.0.2.7").peer()));
    }
}
