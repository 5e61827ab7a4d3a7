package dev.reconciler.worker.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests that the endpoint refuses, and the largest body that the endpoint takes. */
class WebhookRefusalsTest extends EndpointFixture {
    private static final String REPOSITORIES = """
            - { id: hub, path: hub.git, remote: "https://github.com/civic-org/open-data", branch: main }
            """;

    @ParameterizedTest
    @CsvSource({
        "github, X-Hub-Signature-256, sha256=0000000000000000000000000000000000000000000000000000000000000000",
        "github, X-Gitlab-Token, " + SECRET,
        "gitlab, X-Gitlab-Token, guess",
        "gitlab, X-Other, " + SECRET,
        "gitea, X-Gitea-Signature, 0000000000000000000000000000000000000000000000000000000000000000",
        "gitea, X-Gitlab-Token, " + SECRET,
        "reload, Authorization, Bearer guess",
        "reload, Authorization, Basic " + TOKEN,
        "reload, Authorization, Bearer " + SECRET,
        "reload, X-Other, " + TOKEN,
    })
    void aSenderWithoutTheSecretLearnsNothing(String path, String header, String value) throws Exception {
        serve(REPOSITORIES);

        Received received = post("/webhooks/" + path, payload("github-push"), header, value);

        assertThat(received.status()).isEqualTo(401);
        assertThat(received.body().toString()).doesNotContain("hub").doesNotContain("canary");
        assertThat(starter.started).isEmpty();
    }

    @Test
    void aSignatureCoversEveryByte() throws Exception {
        serve(REPOSITORIES);
        byte[] body = payload("github-push");
        String signature = "sha256=" + sign(body);
        body[body.length - 1] = ' ';

        assertThat(post("/webhooks/github", body, "X-Hub-Signature-256", signature)
                        .status())
                .isEqualTo(401);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            application/json                  | {"ref":           | 400 | line 1
            application/json                  | {} {}             | 400 | no JSON
            application/json                  | ["ref"]           | 400 | no object
            application/json                  | {}                | 400 | ref is missing
            application/json                  | {"ref":5}         | 400 | ref is missing
            application/x-www-form-urlencoded | payload=%7B%7D    | 400 | ref is missing
            application/x-www-form-urlencoded | zen=Keep+it       | 400 | no field payload
            text/plain                        | hello             | 415 | application/json
            """)
    void aGenuineBodyThatIsNoPayloadIsNamed(String type, String text, int status, String said) throws Exception {
        serve(REPOSITORIES);
        byte[] body = text.getBytes(StandardCharsets.UTF_8);

        Received received =
                post("/webhooks/github", body, "X-Hub-Signature-256", "sha256=" + sign(body), "Content-Type", type);

        assertThat(received.status()).isEqualTo(status);
        assertThat(received.body().get("error").asText()).contains(said);
    }

    @ParameterizedTest
    @ValueSource(strings = {"github", "gitlab", "gitea", "reload"})
    void withoutASecretNothingIsServed(String path) throws Exception {
        serve(REPOSITORIES, "");

        Received received = post("/webhooks/" + path, payload("github-push"), "X-Gitlab-Token", "");

        assertThat(received.status()).isEqualTo(503);
        assertThat(received.body().get("error").asText()).contains("is not set");
    }

    @Test
    void aSecretThatCannotBeReadIsNotToldTheWayTo() throws Exception {
        serve(REPOSITORIES);
        Files.delete(directory.resolve("secret"));

        Received received = deliver("gitlab", "Push Hook", payload("gitlab-push"));

        assertThat(received.status()).isEqualTo(503);
        assertThat(received.body().toString()).doesNotContain(directory.toString());
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aBodyThatIsTooLargeIsRefusedWhetherItSaysSoOrNot(boolean chunked) throws Exception {
        serve(REPOSITORIES);
        byte[] body = new byte[WebhookRoutes.LARGEST_BODY + 1];
        Arrays.fill(body, (byte) ' ');

        Received received = post(
                "/webhooks/github",
                chunked
                        ? BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body))
                        : BodyPublishers.ofByteArray(body),
                "X-Hub-Signature-256",
                "sha256=" + sign(body));

        assertThat(received.status()).isEqualTo(413);
        assertThat(starter.started).isEmpty();
    }

    @Test
    void theLargestBodyIsTaken() throws Exception {
        serve(REPOSITORIES);
        byte[] push = payload("github-push");
        byte[] body = Arrays.copyOf(push, WebhookRoutes.LARGEST_BODY);
        Arrays.fill(body, push.length, body.length, (byte) '\n');

        assertThat(deliver("github", "push", body).status()).isEqualTo(202);
    }
}
