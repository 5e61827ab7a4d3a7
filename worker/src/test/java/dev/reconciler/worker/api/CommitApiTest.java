package dev.reconciler.worker.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.reconciler.git.fixture.NativeGit;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** An application learns what became of its commit. */
class CommitApiTest extends ApplicationFixture {
    private static final String COMMITS = "/api/v1/repositories/data/commits/";
    private static final String RUNS = "/api/v1/repositories/data/runs";

    private String commit(String folder, String file) {
        data.script("commit " + folder + " " + file + " " + file + "-$(date +%N)\n");
        return NativeGit.in(folder.equals("$CLONE") ? data.local() : data.remote())
                .run("rev-parse", "main");
    }

    private JsonNode show(String commit) throws Exception {
        Received shown = get(TOKEN, COMMITS + commit);
        assertThat(shown.status()).as(shown.toString()).isEqualTo(200);
        return shown.body();
    }

    @Test
    void aCommitIsUnpushedUntilItIsPushed() throws Exception {
        String own = commit("$CLONE", "own.txt");

        JsonNode waiting = show(own);
        assertThat(waiting.get("repository").asText()).isEqualTo("data");
        assertThat(waiting.get("commit").asText()).isEqualTo(own);
        assertThat(waiting.get("state").asText()).isEqualTo("unpushed");
        assertThat(waiting.get("remoteCommit").isNull()).isTrue();
        assertThat(waiting.get("since").asText()).endsWith("Z");
        CompletableFuture<Received> later = CompletableFuture.supplyAsync(() -> {
            try {
                return get(TOKEN, COMMITS + own + "?wait=30s");
            } catch (Exception failed) {
                throw new IllegalStateException(failed);
            }
        });
        post(TOKEN, RUNS + "?wait=30s");

        JsonNode pushed = later.get(1, TimeUnit.MINUTES).body();
        assertThat(pushed.get("state").asText()).isEqualTo("pushed");
        assertThat(pushed.get("remoteCommit").asText()).isEqualTo(own);
    }

    @Test
    void aReplayedCommitIsPushedAsItsTwin() throws Exception {
        String own = commit("$CLONE", "replayed.txt");
        commit("$REMOTE", "theirs.txt");

        Received run = post(TOKEN, RUNS + "?wait=30s");

        assertThat(run.body().get("outcome").asText()).isEqualTo("rebased");
        JsonNode pushed = show(own);
        assertThat(pushed.get("state").asText()).isEqualTo("pushed");
        assertThat(pushed.get("remoteCommit")).isEqualTo(run.body().get("newCommit"));
    }

    @Test
    void aCommitThatConflictsIsEscaped() throws Exception {
        data.script("commit $CLONE same.txt ours-$(date +%N)\ncommit $REMOTE same.txt theirs\n");
        String own = NativeGit.in(data.local()).run("rev-parse", "main");

        Received run = post(TOKEN, RUNS + "?wait=30s");

        assertThat(run.body().get("outcome").asText()).isEqualTo("conflict-escaped");
        JsonNode escaped = show(own);
        assertThat(escaped.get("state").asText()).isEqualTo("escaped");
        assertThat(escaped.get("branch")).isEqualTo(run.body().get("conflictBranch"));
    }

    @Test
    void whatNoCloneHeldIsNotThere() throws Exception {
        assertProblem(get(TOKEN, COMMITS + "a".repeat(40)), 404, "held commit");
        assertProblem(get(TOKEN, COMMITS + "abc"), 400, "'abc' is no commit");
        assertProblem(get(TOKEN, COMMITS + "a".repeat(40) + "?wait=2h"), 404, "held commit");
        String known = NativeGit.in(data.local()).run("rev-parse", "main");
        assertProblem(get(TOKEN, COMMITS + known + "?wait=2h"), 400, "at most 60s");
        assertProblem(get(TOKEN, "/api/v1/repositories/other/commits/abc"), 404, "'other'");
    }
}
