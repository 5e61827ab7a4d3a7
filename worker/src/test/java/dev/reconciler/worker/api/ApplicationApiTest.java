package dev.reconciler.worker.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What an application gets from the worker of its host. */
class ApplicationApiTest extends ApplicationFixture {
    private static final String DATA = "/api/v1/repositories/data";

    @Test
    void aRunIsAnsweredWithTheOutcomeOfAPassThatBeganAfterTheRequest() throws Exception {
        data.script("commit $CLONE own.txt own-$(date +%N)\n");

        Received pushed = post(TOKEN, DATA + "/runs?wait=30s");
        assertThat(pushed.status()).isEqualTo(200);
        assertThat(pushed.body().get("outcome").asText()).isEqualTo("pushed-ahead");
        assertThat(pushed.body().get("remoteCommit")).isEqualTo(pushed.body().get("newCommit"));

        Received next = post(TOKEN, DATA + "/runs?wait=30s");
        assertThat(next.body().get("outcome").asText()).isEqualTo("in-sync");

        Received started = post(TOKEN, DATA + "/runs");
        assertThat(started.status()).isEqualTo(202);
        assertThat(started.body().get("workflowId").asText()).isEqualTo("reconcile/data");
        assertThat(started.body().get("runId").asText()).isNotEmpty();
    }

    @Test
    void aFailedRunIsAnAnswerAndALateOneIsNamed() throws Exception {
        data.script("git -C $REMOTE branch -qm main away\n");

        Received failed = post(TOKEN, DATA + "/runs?wait=30s");
        assertThat(failed.status()).isEqualTo(200);
        assertThat(failed.body().get("error").get("type").asText()).isEqualTo("BranchMissing");

        Received late = post(TOKEN, DATA + "/runs?wait=1ms");
        assertThat(late.status()).isEqualTo(202);
        assertThat(late.body().get("runId").asText()).isNotEmpty();
        data.script("git -C $REMOTE branch -qm away main\n");
    }

    @Test
    void repositoriesShowWhereTheirBranchesStand() throws Exception {
        post(TOKEN, DATA + "/runs?wait=30s");
        Received settled = get(TOKEN, DATA);
        assertThat(settled.status()).isEqualTo(200);
        assertThat(settled.body().get("state").asText()).isEqualTo("settled");
        assertThat(settled.body().get("local")).isEqualTo(settled.body().get("remote"));
        assertThat(settled.body().get("ahead").asInt()).isZero();
        assertThat(settled.body().get("unpushedSince").isNull()).isTrue();
        assertThat(settled.body().get("last").get("finishedAt").asText()).endsWith("Z");

        data.script("commit $CLONE own.txt own-$(date +%N)\n");
        Received ahead = get(TOKEN, DATA);
        assertThat(ahead.body().get("ahead").asInt()).isEqualTo(1);
        assertThat(ahead.body().get("remote")).isEqualTo(settled.body().get("remote"));
        assertThat(ahead.body().get("unpushedSince").asText()).matches("\\d{4}-\\d\\d-\\d\\dT.*Z");

        assertThat(get(TOKEN, "/api/v1/repositories").body().get("repositories"))
                .singleElement()
                .isEqualTo(ahead.body());
        assertThat(get(READER, "/api/v1/repositories").body().get("repositories"))
                .hasSize(2);
    }

    @Test
    void refusalsAreProblemDetailsInTheirOrder() throws Exception {
        for (String path : List.of(DATA, "/api/v1/openapi.json", "/api/v1/nothing", "/api/v1/repositories/other")) {
            Received stranger = get("wrong", path);
            assertProblem(stranger, 401, "bearer token");
            assertThat(stranger.headers().get("www-authenticate")).containsExactly("Bearer");
        }
        assertProblem(send(request(DATA).GET().build()), 401, "bearer token");
        assertProblem(
                send(request(DATA).header("Cookie", "session=" + TOKEN).GET().build()), 401, "bearer token");
        assertProblem(get(TOKEN, "/api/v1/repositories/other"), 404, "'other'");
        assertProblem(post(TOKEN, "/api/v1/repositories/other/runs?wait=x"), 404, "'other'");
        assertProblem(get(TOKEN, "/api/v1/nothing"), 404, "");
        assertProblem(post(READER, DATA + "/runs?wait=x"), 403, "'reader' may only read");
        assertProblem(post(TOKEN, DATA + "/runs?wait=x"), 400, "wait: 'x' (expected: a duration");
        assertProblem(post(TOKEN, DATA + "/runs?wait=61s"), 400, "expected: at most 60s");
        assertProblem(post(TOKEN, DATA + "/runs?retryFor=366d"), 400, "retryFor: '366d' (expected: at most 365d");
        Received wrongMethod = post(TOKEN, DATA);
        assertProblem(wrongMethod, 405, "");
        assertThat(wrongMethod.headers().get("allow"))
                .singleElement()
                .asString()
                .contains("GET");
        assertProblem(get(TOKEN, "/api/v1/repositories/sch%C3%B6n"), 404, "'sch\u00f6n'");
        assertThat(get(TOKEN, "/api/v1/openapi.json").body().get("openapi").asText())
                .isEqualTo("3.1.0");
    }

    @Test
    void aRotatedTokenCountsAtOnce() throws Exception {
        Files.writeString(root.resolve("token"), "canary-next");

        assertProblem(get(TOKEN, DATA), 401, "bearer token");
        assertThat(get("canary-next", DATA).status()).isEqualTo(200);
        Files.delete(root.resolve("token"));

        assertProblem(get("canary-next", DATA), 401, "bearer token");
        assertThat(get(READER, DATA).status()).isEqualTo(200);
        Files.writeString(root.resolve("token"), TOKEN);
    }
}
