package dev.reconciler.worker.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reconciler.model.RepositoryId;
import dev.reconciler.worker.api.RequestProblemException;
import dev.reconciler.worker.api.TokenCheck;
import dev.reconciler.worker.config.ApiToken;
import dev.reconciler.worker.config.ApiToken.TokenAccess;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ViewAccessTest {
    private static final RepositoryId DATA = new RepositoryId("data");
    private static final RepositoryId OTHER = new RepositoryId("other");
    private static final String COMMAND = "canary-of-this-start";

    private final ViewAccess open = new ViewAccess(new TokenCheck(List.of(), COMMAND));
    private final ViewAccess guarded = new ViewAccess(new TokenCheck(
            List.of(
                    new ApiToken("app", () -> "canary-app", Set.of(DATA), TokenAccess.WRITE),
                    new ApiToken("reader", () -> "canary-reader", null, TokenAccess.READ)),
            COMMAND));

    @Test
    void aTokenSeesItsRepositories() {
        Viewer app = guarded.requireViewer(bearing("canary-app"));
        Viewer reader = guarded.requireViewer(bearing("canary-reader"));

        assertThat(app.sees(DATA)).isTrue();
        assertThat(app.sees(OTHER)).isFalse();
        assertThat(app.seesHost()).isFalse();
        assertThat(app.mayAct()).isTrue();
        assertThat(reader.sees(OTHER)).isTrue();
        assertThat(reader.seesHost()).isTrue();
        assertThat(reader.mayAct()).isFalse();
    }

    @Test
    void aTokenCountsFromWhereverItComes() {
        RequestOrigin proxied = new RequestOrigin(
                "203.0.113.9",
                Map.of("host", "data.example.org", "authorization", "bearer canary-app", "X-Forwarded-For", "::1"));

        assertThat(guarded.requireViewer(proxied).name()).isEqualTo("app");
    }

    @ParameterizedTest
    @ValueSource(strings = {"canary-ap", "canary-app2", ""})
    void withTokensAWrongOneOpensNothingNotEvenOnThisMachine(String token) {
        assertThatThrownBy(() -> guarded.requireViewer(bearing(token)))
                .isInstanceOf(RequestProblemException.class)
                .hasMessageContaining("api.tokens");
        assertThat(guarded.findViewer(new RequestOrigin("127.0.0.1", Map.of("Host", "localhost"))))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost",
                "localhost:8080",
                "LOCALHOST:8080",
                "127.0.0.1:8080",
                "127.3.2.1",
                "[::1]",
                "[::1]:8080"
            })
    void withoutTokensThisMachineSeesAllAndMayDoNothing(String host) {
        for (String peer : List.of("127.0.0.1", "127.9.9.9", "::1", "[::1]", "0:0:0:0:0:0:0:1", "::ffff:127.0.0.1")) {
            Viewer viewer = open.requireViewer(new RequestOrigin(peer, Map.of("host", host)));

            assertThat(viewer.seesHost()).isTrue();
            assertThat(viewer.mayAct()).isFalse();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.0.0.5", "192.168.0.2", "fe80::1", "2001:db8::1", "", "0.0.0.0", "::"})
    void withoutTokensAnotherMachineSeesNothing(String peer) {
        assertThat(open.findViewer(new RequestOrigin(peer, Map.of("Host", "localhost"))))
                .isEmpty();
    }

    /** A page of the web may make a browser of this machine ask, under a name of its own that leads to the loopback. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "evil.example",
                "localhost.evil.example",
                "127.0.0.1.evil.example",
                "evil.example:8080",
                "127.0.0.1:8080@evil.example",
                "0.0.0.0",
                "[::]",
                "10.0.0.5",
                "localhost:",
                "localhost:80a",
                "user@localhost",
                ""
            })
    void withoutTokensAnotherNameOfThisMachineOpensNothing(String host) {
        assertThat(open.findViewer(new RequestOrigin("127.0.0.1", Map.of("Host", host))))
                .isEmpty();
    }

    @Test
    void withoutTokensARequestWithoutHostOpensNothing() {
        assertThat(open.findViewer(new RequestOrigin("127.0.0.1", Map.of()))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Forwarded",
                "forwarded",
                "X-Forwarded-For",
                "x-forwarded-host",
                "X-FORWARDED-PROTO",
                "X-Forwarded-"
            })
    void withoutTokensWhatAProxyPassesOnOpensNothing(String header) {
        RequestOrigin passedOn = new RequestOrigin("127.0.0.1", Map.of("Host", "localhost", header, ""));

        assertThatThrownBy(() -> open.requireViewer(passedOn))
                .isInstanceOfSatisfying(
                        RequestProblemException.class,
                        refused -> assertThat(refused.details().status()).isEqualTo(401));
    }

    @Test
    void theCommandsOfThisHostSeeAllInEitherCase() {
        Optional<Viewer> opened = open.findViewer(bearing(COMMAND));

        assertThat(opened).contains(guarded.requireViewer(bearing(COMMAND)));
        assertThat(opened.orElseThrow().mayAct()).isTrue();
    }

    private static RequestOrigin bearing(String token) {
        return new RequestOrigin("127.0.0.1", Map.of("Host", "localhost", "Authorization", "Bearer " + token));
    }
}
