package dev.reconciler.git.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.reconciler.git.error.GitException;
import dev.reconciler.git.error.RefusedException;
import dev.reconciler.git.error.RemoteUnavailableException;
import dev.reconciler.git.fixture.AnsweringServer;
import dev.reconciler.git.fixture.NativeGit;
import dev.reconciler.git.fixture.TestRepositories;
import dev.reconciler.git.remote.transport.Deadline;
import dev.reconciler.git.repository.DataRepository;
import dev.reconciler.git.repository.RemoteCredentials.PasswordCredentials;
import dev.reconciler.git.repository.RepositorySettings;
import dev.reconciler.model.ErrorType;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jgit.lib.ObjectId;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a run makes of a server that answers a push or a fetch with an error. */
class HttpAnswersTest {
    private static final String MAIN = "refs/heads/main";
    private static final Map<String, String> NO_HEADERS = Map.of();

    @TempDir
    static Path root;

    private static ObjectId commit;

    private @Nullable AnsweringServer server;

    @BeforeAll
    static void prepare() {
        commit = NativeGit.init(root.resolve("data")).commit("a", "1");
    }

    @AfterEach
    void stop() {
        if (server != null) {
            server.close();
        }
    }

    private AnsweringServer serve(int status, Map<String, String> headers, String body) throws IOException {
        server = AnsweringServer.start(status, headers, body);
        return server;
    }

    private static GitException push(String url) throws IOException {
        RepositorySettings settings = TestRepositories.settings(root.resolve("data"), url);
        try (DataRepository repository = DataRepository.open(settings).orElseThrow()) {
            return catchThrowableOfType(GitException.class, () -> new GitRemote(settings)
                    .push(repository.git(), MAIN, ObjectId.zeroId(), commit, Deadline.in(Duration.ofSeconds(20))));
        }
    }

    private static GitException look(RepositorySettings settings) {
        return catchThrowableOfType(
                GitException.class, () -> new GitRemote(settings).readBranch(Deadline.in(Duration.ofSeconds(20))));
    }

    private static GitException look(String url) {
        return look(TestRepositories.settings(root.resolve("data"), url));
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 405, 406, 409, 412, 414, 415, 417, 421, 422, 426, 428, 431, 451})
    void aPushThatTheServerWouldRefuseAgainIsRejectedAtOnceWithItsWords(int status) throws IOException {
        AnsweringServer remote = serve(status, NO_HEADERS, "not on a Sunday");

        assertThat(push(remote.url("data")))
                .isInstanceOfSatisfying(RefusedException.class, refused -> assertThat(refused.type())
                        .isEqualTo(ErrorType.PUSH_REJECTED));
        assertThat(push(remote.url("data"))).hasMessageContaining(status + " ").hasMessageContaining("not on a Sunday");
    }

    @ParameterizedTest
    @CsvSource({
        "400, AccessDenied, ''",
        "401, AccessDenied, login-refused",
        "403, AccessDenied, login-refused",
        "404, RepositoryMissing, not-found",
        "410, RepositoryMissing, not-found",
        "451, AccessDenied, ''",
    })
    void aFetchThatTheServerWouldRefuseAgainFailsAtOnce(int status, String type, String reason) throws IOException {
        AnsweringServer remote = serve(status, NO_HEADERS, "");

        assertThat(look(remote.url("data"))).isInstanceOfSatisfying(RefusedException.class, refused -> {
            assertThat(refused.type().wire()).isEqualTo(type);
            assertThat(refused.reason().orElse("")).isEqualTo(reason);
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {408, 425, 429, 500, 502, 503, 504, 507})
    void whatMayPassIsWaitedFor(int status) throws IOException {
        AnsweringServer remote = serve(status, NO_HEADERS, "<html><body>busy</body></html>");

        assertThat(push(remote.url("data"))).isInstanceOf(RemoteUnavailableException.class);
        assertThat(look(remote.url("data"))).isInstanceOf(RemoteUnavailableException.class);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            remote: This repository was archived so it is read-only.           | PushRejected | archived
            This repo is archived. You can view files and clone it, but cannot push | PushRejected | archived
            This deploy key does not have write access to this project.        | AccessDenied | no-write-access
            The 'acme' organization has enabled or enforced SAML SSO.          | AccessDenied | single-sign-on
            <html><title>Forbidden</title><p>Your account has been blocked.</p>| AccessDenied | account-blocked
            <html><h1>Forbidden</h1></html>                                    | AccessDenied | login-refused
            """)
    void aForbiddenPushFollowsTheSentenceOfTheForge(String body, String type, String reason) throws IOException {
        AnsweringServer remote = serve(403, NO_HEADERS, body);

        assertThat(push(remote.url("data"))).isInstanceOfSatisfying(RefusedException.class, refused -> {
            assertThat(refused.type().wire()).isEqualTo(type);
            assertThat(refused.reason()).contains(reason);
            assertThat(refused.getMessage()).doesNotContain("<");
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"the ticket was not found", "the check: connection timed out", "your archive is corrupt"})
    void aRefusalThatSpeaksOfOtherThingsIsARefusal(String body) throws IOException {
        AnsweringServer remote = serve(422, NO_HEADERS, body);

        assertThat(push(remote.url("data")))
                .isInstanceOfSatisfying(RefusedException.class, refused -> assertThat(refused.type())
                        .isEqualTo(ErrorType.PUSH_REJECTED));
    }

    @Test
    void aRepositoryThatIsReadOnlyForAWhileIsWaitedFor() throws IOException {
        AnsweringServer remote =
                serve(403, NO_HEADERS, "The repository is temporarily read-only. Please try again later.");

        assertThat(push(remote.url("data"))).isInstanceOf(RemoteUnavailableException.class);
    }

    @Test
    void aLoginThatIsRefusedForAReasonSaysIt() throws IOException {
        AnsweringServer remote = serve(
                401,
                Map.of("WWW-Authenticate", "Basic realm=\"git\""),
                "Support for password authentication was removed on August 13, 2021.");
        RepositorySettings plain = TestRepositories.settings(root.resolve("data"), remote.url("data"));

        GitException refused = look(new RepositorySettings(
                plain.id(),
                plain.path(),
                plain.remoteUrl(),
                plain.remoteName(),
                plain.branch(),
                plain.bare(),
                new PasswordCredentials("bot", () -> "canary"),
                plain.identity()));

        assertThat(refused).isInstanceOfSatisfying(RefusedException.class, error -> assertThat(error.reason())
                .contains("token-wanted"));
        assertThat(refused).hasMessageContaining("August 13").hasMessageNotContaining("canary");
    }

    @Test
    void aBodyIsBoundedWhateverItsLength() throws IOException {
        AnsweringServer remote = serve(422, NO_HEADERS, "no ".repeat(1_000_000));

        assertThat(push(remote.url("data")).getMessage()).hasSizeLessThan(6_000);
    }

    @ParameterizedTest
    @ValueSource(ints = {403, 429, 503})
    void aServerThatSaysWhenIsLeftAloneByAllItsRepositories(int status) throws IOException {
        AnsweringServer remote = serve(status, Map.of("Retry-After", "40"), "slow down");

        assertThat(push(remote.url("data")))
                .isInstanceOfSatisfying(RemoteUnavailableException.class, away -> assertThat(away.retryAfter())
                        .contains(Duration.ofSeconds(40)));
        assertThat(remote.requests()).hasSize(1);
        assertThat(look(remote.url("other")))
                .isInstanceOfSatisfying(RemoteUnavailableException.class, away -> assertThat(
                                away.retryAfter().orElseThrow())
                        .isBetween(Duration.ofSeconds(20), Duration.ofSeconds(40)));
        assertThat(remote.requests()).hasSize(1);
    }

    @Test
    void aNumberThatIsTooLargeIsAnHour() throws IOException {
        AnsweringServer remote = serve(429, Map.of("Retry-After", "9".repeat(30)), "");

        assertThat(look(remote.url("data")))
                .isInstanceOfSatisfying(RemoteUnavailableException.class, away -> assertThat(away.retryAfter())
                        .contains(Duration.ofHours(1)));
    }

    @Test
    void aDateIsReadByTheServersOwnClock() throws IOException {
        String then = DateTimeFormatter.RFC_1123_DATE_TIME.format(
                ZonedDateTime.now(ZoneOffset.UTC).plusHours(5));
        AnsweringServer remote = serve(503, Map.of("Retry-After", then), "");

        // Five hours, of which no more than one is waited.
        assertThat(look(remote.url("data")))
                .isInstanceOfSatisfying(RemoteUnavailableException.class, away -> assertThat(away.retryAfter())
                        .isEqualTo(Optional.of(Duration.ofHours(1))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-5", "soon", "", "Thu, 01 Jan 1970 00:00:00 GMT"})
    void aTimeThatIsNoneIsNoneAndTheServerIsAskedAgain(String value) throws IOException {
        AnsweringServer remote = serve(503, Map.of("Retry-After", value), "");

        assertThat(look(remote.url("data")))
                .isInstanceOfSatisfying(RemoteUnavailableException.class, away -> assertThat(away.retryAfter())
                        .isEmpty());
        look(remote.url("data"));
        assertThat(remote.requests()).hasSize(2);
    }
}
