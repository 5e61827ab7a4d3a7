package dev.reconciler.worker.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reconciler.model.BranchName;
import dev.reconciler.model.RepositoryId;
import dev.reconciler.model.Trigger;
import dev.reconciler.worker.config.HostPort;
import dev.reconciler.worker.config.SecretReference;
import dev.reconciler.worker.config.WebhookConfiguration;
import dev.reconciler.worker.port.HostRepository;
import dev.reconciler.worker.port.RequestedRun;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The handler without HTTP. GitLab is the forge, since it sends its secret as it is. */
class WebhookHandlerTest {
    private static final String URL = "https://git.example.org/a/data";
    private static final String PUSH = """
            {"object_kind":"push","ref":"refs/heads/%s","after":"1481a2de7b2a7d02428ad93446ab166be7793fbb",
             "project":{"git_http_url":"%s"}}
            """;

    private final Map<String, String> secrets = new HashMap<>(Map.of("HOOK", "canary-hook", "JOB", "canary-job"));
    private final List<String> requested = new ArrayList<>();
    private final WebhookHandler handler = handler(secret("env:HOOK"), secret("env:JOB"));

    private WebhookHandler handler(@Nullable SecretReference secret, @Nullable SecretReference token) {
        List<HostRepository> own = List.of(repository("main-data", "main"), repository("live-data", "live"));
        return new WebhookHandler(
                new WebhookConfiguration(new HostPort("127.0.0.1", 0), secret, token),
                new RepositoryLookup(own, List::of),
                new OwnPushFilter(List.of()),
                this::request);
    }

    private SecretReference secret(String reference) {
        return SecretReference.parse(reference, Path.of("/"), secrets);
    }

    private static HostRepository repository(String id, String branch) {
        return new HostRepository(
                new RepositoryId(id), "host-1", new BranchName(branch), List.of(URL), Duration.ofHours(1));
    }

    private RequestedRun request(HostRepository repository, Trigger trigger) {
        requested.add(repository.id() + " by " + trigger);
        return new RequestedRun(repository.id().workflowId(), "run");
    }

    private WebhookAnswer push(String token, String body) {
        return handler.receivePush(new GitLab(), headers("X-Gitlab-Token", token), bytes(body));
    }

    private WebhookAnswer reload(String authorization, String body) {
        return handler.receiveReload(headers("Authorization", authorization), bytes(body));
    }

    private static RequestHeaders headers(String name, String value) {
        return asked -> asked.toLowerCase(Locale.ROOT).equals(name.toLowerCase(Locale.ROOT)) ? value : null;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void aPushRequestsTheRepositoryWhoseBranchItIs() {
        assertThat(push("canary-hook", PUSH.formatted("live", URL)))
                .isEqualTo(new WebhookAnswer(202, Map.of("workflowId", "reconcile/live-data")));
        assertThat(requested).containsExactly("live-data by webhook");
    }

    @Test
    void aReloadWithoutABranchRequestsEveryCloneOfTheUrl() {
        WebhookAnswer answer = reload("Bearer canary-job", "{\"repository\":\"" + URL + ".git\"}");

        assertThat(answer.body())
                .isEqualTo(Map.of(
                        "workflowId",
                        "reconcile/main-data",
                        "workflowIds",
                        List.of("reconcile/main-data", "reconcile/live-data")));
        assertThat(requested).containsExactly("main-data by webhook", "live-data by webhook");
    }

    @ParameterizedTest
    @ValueSource(strings = {"bearer canary-job", "BEARER canary-job", "Bearer   canary-job "})
    void theWordBearerHasNoCase(String authorization) {
        assertThat(reload(authorization, "{\"repository\":\"main-data\"}").status())
                .isEqualTo(202);
    }

    @ParameterizedTest
    @ValueSource(strings = {"canary-job", "Bearer", "Bearer ", "Basic canary-job", "Bearer canary-hook"})
    void everyOtherAuthorizationIsRefused(String authorization) {
        assertThat(reload(authorization, "{\"repository\":\"main-data\"}").status())
                .isEqualTo(401);
        assertThat(requested).isEmpty();
    }

    /** A handler that parsed first would tell a stranger of the body's faults, with 400. */
    @Test
    void theBodyOfAStrangerIsNotParsed() {
        assertThat(push("guess", "{").status()).isEqualTo(401);
        assertThat(reload("Bearer guess", "{").status()).isEqualTo(401);
    }

    @Test
    void aRotatedSecretCountsFromTheNextRequestOn() {
        secrets.put("HOOK", "canary-rotated");

        assertThat(push("canary-hook", PUSH.formatted("main", URL)).status()).isEqualTo(401);
        assertThat(push("canary-rotated", PUSH.formatted("main", URL)).status()).isEqualTo(202);
    }

    @Test
    void aSecretThatIsAbsentIsNamedByItsKeyAlone() {
        secrets.remove("HOOK");

        assertThat(push("canary-hook", PUSH.formatted("main", URL)))
                .isEqualTo(WebhookAnswer.error(503, "webhook.secret can't be read on this host; its log says why"));
    }

    @Test
    void aKeyThatIsNotConfiguredServesNothing() {
        WebhookHandler open = handler(null, null);

        assertThat(open.receivePush(new GitLab(), headers("X-Gitlab-Token", ""), bytes("{}")))
                .isEqualTo(WebhookAnswer.error(503, "webhook.secret is not set in the configuration of this host"));
        assertThat(open.receiveReload(headers("Authorization", "Bearer "), bytes("{}"))
                        .status())
                .isEqualTo(503);
    }

    /** It is the newer of GitLab's two ways, and comes without the secret token. */
    @Test
    void aSigningTokenOfGitLabIsTakenAndAnotherBodyIsNot() {
        String token = "whsec_" + Base64.getEncoder().encodeToString(bytes("canary-signing-key"));
        secrets.put("HOOK", token);
        byte[] body = bytes(PUSH.formatted("main", URL));
        RequestHeaders signed = signed("v1,bm9uZQ== " + WebhookKey.of(token).sign("7", "1764345600", body));

        assertThat(handler.receivePush(new GitLab(), signed, body).status()).isEqualTo(202);
        assertThat(handler.receivePush(new GitLab(), signed, bytes(PUSH.formatted("other", URL)))
                        .status())
                .isEqualTo(401);
        secrets.put("HOOK", "whsec_no base64");
        assertThat(handler.receivePush(new GitLab(), signed, body).status()).isEqualTo(401);
    }

    private static RequestHeaders signed(String signatures) {
        Map<String, String> sent =
                Map.of("webhook-id", "7", "webhook-timestamp", "1764345600", "webhook-signature", signatures);
        return asked -> sent.get(asked.toLowerCase(Locale.ROOT));
    }

    @Test
    void anUnknownUrlIsAnsweredWithoutItsUserAndItsToken() {
        WebhookAnswer answer = push(
                "canary-hook", PUSH.formatted("main", "https://bot:canary-token@git.example.org/other.git?key=canary"));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body().get("ignored"))
                .asString()
                .contains("git.example.org/other")
                .doesNotContain("canary");
    }

    @Test
    void aBranchThatNoCloneHasIsIgnored() {
        assertThat(push("canary-hook", PUSH.formatted("maps", URL)))
                .isEqualTo(WebhookAnswer.ignored("branch maps is not configured"));
        assertThat(requested).isEmpty();
    }
}
