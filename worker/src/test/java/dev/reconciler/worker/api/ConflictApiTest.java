package dev.reconciler.worker.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.reconciler.contract.PreservedConflict;
import dev.reconciler.contract.conflict.ConflictReasons;
import dev.reconciler.contract.conflict.ConflictTask;
import dev.reconciler.git.fixture.NativeGit;
import dev.reconciler.model.BranchName;
import dev.reconciler.model.CommitId;
import dev.reconciler.model.ConflictAction;
import dev.reconciler.model.ReconcileResult;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What people do about conflicts, over HTTP. */
class ConflictApiTest extends ApplicationFixture {
    private static final String RUNS = "/api/v1/repositories/data/runs?wait=30s";
    private static final String CONFLICTS = "/api/v1/conflicts";

    private int round;

    /** Both sides change line two, and local adds a file of its own: the run escapes. */
    @BeforeEach
    void makeConflict() throws Exception {
        round++;
        data.script("git --git-dir=$REMOTE for-each-ref --format='delete %(refname)' refs/heads/conflicts"
                + " | git --git-dir=$REMOTE update-ref --stdin\n");
        post(TOKEN, RUNS);
        data.script("""
                commit $REMOTE base.txt 'one\\nremote-%1$d\\nthree'
                commit $CLONE base.txt 'one\\nlocal-%1$d\\nthree'
                commit $CLONE own-%1$d.txt own
                """.formatted(round));
        assertThat(post(TOKEN, RUNS).body().get("outcome").asText()).isEqualTo("conflict-escaped");
        // People are told of it a moment after the run.
        Awaitility.await()
                .until(this::onlyConflict, found -> !found.get("openedAt").isNull());
    }

    @Test
    void anOpenConflictIsListedWithItsFilesAndCommits() throws Exception {
        JsonNode open = onlyConflict();

        assertThat(open.get("repository").asText()).isEqualTo("data");
        assertThat(open.get("conflict").asText())
                .isEqualTo("data/" + open.get("branch").asText().substring("conflicts/".length()));
        assertThat(open.get("files")).hasSize(1);
        assertThat(open.get("files").get(0).asText()).isEqualTo("base.txt");
        assertThat(open.get("localCommit").asText())
                .isEqualTo(remote().run("rev-parse", open.get("branch").asText()));
        assertThat(open.get("remoteCommit").asText()).isEqualTo(remote().run("rev-parse", "main"));
        assertThat(get(TOKEN, pathOf(open)).body()).isEqualTo(open);
        assertThat(get(READER, CONFLICTS).body().get("conflicts")).containsExactly(open);
    }

    @Test
    void aRetryThatConflictsLeavesTheCaseOpen() throws Exception {
        JsonNode open = onlyConflict();

        Received retried = post(TOKEN, pathOf(open) + "/retry?wait=30s");

        assertThat(retried.status()).isEqualTo(200);
        assertThat(retried.body().get("outcome").asText()).isEqualTo("conflict-escaped");
        assertThat(retried.body().get("conflictBranch")).isEqualTo(open.get("branch"));
        assertThat(retried.body().get("trigger").asText()).isEqualTo("conflict");
        assertThat(onlyConflict().get("localCommit")).isEqualTo(open.get("localCommit"));
    }

    @Test
    void aRetryReplaysOnceTheRemoteHasTakenItsChangeBack() throws Exception {
        JsonNode open = onlyConflict();
        // The remote's change is undone by a further commit, as a person would.
        data.script("commit $REMOTE base.txt \"$(git --git-dir=$REMOTE show main~1:base.txt)\"\n");

        Received retried = post(TOKEN, pathOf(open) + "/retry?wait=30s");

        assertThat(retried.body().get("outcome").asText()).isEqualTo("rebased");
        assertThat(remote().run("show", "main:base.txt")).isEqualTo("one\nlocal-" + round + "\nthree");
        assertThat(remote().run("show", "main:own-" + round + ".txt")).isEqualTo("own");
        assertClosedAs(open, "pushed");
    }

    /** The wrong program answered the second one with the result of the first. */
    @Test
    void aRetryRightAfterAnotherLooksAtTheRemoteAnew() throws Exception {
        JsonNode open = onlyConflict();
        assertThat(post(TOKEN, pathOf(open) + "/retry?wait=30s")
                        .body()
                        .get("outcome")
                        .asText())
                .isEqualTo("conflict-escaped");
        data.script("commit $REMOTE base.txt \"$(git --git-dir=$REMOTE show main~1:base.txt)\"\n");

        assertThat(post(TOKEN, pathOf(open) + "/retry?wait=30s")
                        .body()
                        .get("outcome")
                        .asText())
                .isEqualTo("rebased");
    }

    @Test
    void whoWaitedTooShortlyGetsTheResultByAskingOnceMore() throws Exception {
        String path = pathOf(onlyConflict()) + "/keep-remote";

        assertThat(post(TOKEN, path + "?wait=1ms").status()).isEqualTo(202);

        Received later = post(TOKEN, path + "?wait=30s");
        assertThat(later.status()).isEqualTo(200);
        assertThat(later.body().get("keptRef").asText()).startsWith("refs/rewound/");
        assertProblem(post(TOKEN, path + "?wait=30s"), 404, "no open conflict");
    }

    @Test
    void keepRemoteKeepsTheCommitsHereAndRemovesTheBranch() throws Exception {
        JsonNode open = onlyConflict();
        String before = remote().run("rev-parse", "main");

        Received kept = post(TOKEN, pathOf(open) + "/keep-remote?wait=30s");

        assertThat(kept.body().get("outcome").asText()).isEqualTo("in-sync");
        String ref = kept.body().get("keptRef").asText();
        assertThat(ref).isEqualTo("refs/rewound/" + open.get("branch").asText().substring("conflicts/".length()));
        assertThat(NativeGit.in(data.local()).run("rev-parse", ref))
                .isEqualTo(open.get("localCommit").asText());
        assertThat(remote().run("rev-parse", "main")).isEqualTo(before);
        assertClosedAs(open, "kept");
    }

    @Test
    void keepLocalIsShownAndThenDone() throws Exception {
        JsonNode open = onlyConflict();

        JsonNode preview = get(TOKEN, pathOf(open) + "/keep-local").body();
        assertThat(preview.get("files")).hasSize(2);
        assertThat(preview.get("diff").asText()).contains("-remote-" + round, "+local-" + round, "+own");
        assertThat(onlyConflict()).isEqualTo(open);

        Received kept = post(TOKEN, pathOf(open) + "/keep-local?wait=30s");
        assertThat(kept.body().get("outcome").asText()).isEqualTo("rebased");
        assertThat(remote().run("show", "main:base.txt")).isEqualTo("one\nlocal-" + round + "\nthree");
        assertThat(NativeGit.in(data.local()).run("status", "--porcelain")).isEmpty();
        assertThat(NativeGit.in(data.local()).run("rev-parse", "HEAD")).isEqualTo(remote().run("rev-parse", "main"));
        assertClosedAs(open, "pushed");
    }

    @Test
    void ofTwoWhoDecideAtOnceOneIsToldThatHeWasSecond() throws Exception {
        String path = pathOf(onlyConflict());
        String before = remote().run("rev-parse", "main");

        List<Integer> statuses = Stream.of("/keep-remote", "/keep-local")
                .map(action -> CompletableFuture.supplyAsync(() -> postStatus(path + action + "?wait=30s")))
                .toList()
                .stream()
                .map(CompletableFuture::join)
                .sorted()
                .toList();

        assertThat(statuses.get(0)).isEqualTo(200);
        assertThat(statuses.get(1)).isIn(404, 409);
        assertThat(remote().run("rev-list", "--count", before + "..main")).isIn("0", "2");
        // The one who was told so has not made the run a failed one.
        assertThat(get(TOKEN, "/api/v1/repositories/data").body().get("state").asText())
                .isEqualTo("settled");
    }

    /** Both have found the conflict open, and wait for one lease. */
    @Test
    void whoIsSecondInTheQueueIsToldThatSomebodyElseHasActedFirst() throws Exception {
        String path = pathOf(onlyConflict());
        String leases = "/api/v1/repositories/data/leases";
        String lease =
                post(TOKEN, leases, "{\"ttl\":\"1m\"}").body().get("lease").asText();
        // Whoever asks the same once more is told what became of it.
        assertThat(post(TOKEN, path + "/keep-local?wait=1ms").status()).isEqualTo(202);
        Awaitility.await().untilAsserted(() -> assertThat(get(TOKEN, "/api/v1/repositories/data")
                        .body()
                        .get("state")
                        .asText())
                .isEqualTo("retrying"));
        assertThat(post(TOKEN, path + "/keep-remote?wait=1ms").status()).isEqualTo(202);
        delete(TOKEN, leases + "/" + lease);

        assertThat(post(TOKEN, path + "/keep-local?wait=30s")
                        .body()
                        .get("outcome")
                        .asText())
                .isEqualTo("rebased");
        assertProblem(
                post(TOKEN, path + "/keep-remote?wait=30s"), 409, "somebody else has acted on the conflict first");
        assertThat(remote().run("show", "main:base.txt")).contains("local-");
    }

    private int postStatus(String path) {
        try {
            return post(TOKEN, path).status();
        } catch (IOException | InterruptedException failed) {
            throw new AssertionError(failed);
        }
    }

    @Test
    void whatSomebodyHasPushedToTheBranchMeanwhileIsNotDecidedAbout() throws Exception {
        JsonNode open = onlyConflict();
        ConflictTask seenBefore = new ConflictTask(
                new PreservedConflict(
                        new BranchName(open.get("branch").asText()),
                        new CommitId(open.get("localCommit").asText())),
                ConflictAction.KEEP_REMOTE);
        data.script("git --git-dir=$REMOTE update-ref refs/heads/%1$s"
                        .formatted(open.get("branch").asText())
                + " $(git --git-dir=$REMOTE commit-tree -m more -p %1$s %1$s^{tree})\n"
                        .formatted(open.get("branch").asText()));

        ReconcileResult decided = decide(seenBefore);

        assertThat(decided.error().reason()).isEqualTo(ConflictReasons.MOVED);
        assertThat(onlyConflict().get("branch")).isEqualTo(open.get("branch"));
    }

    @Test
    void aBranchThatWasMergedByHandIsNoOpenConflict() throws Exception {
        JsonNode open = onlyConflict();
        data.script("""
                git clone -q $REMOTE hand-%1$d && cd hand-%1$d
                git merge -q -s recursive -X theirs --squash origin/%2$s
                git commit -qm squashed && git push -q
                """.formatted(round, open.get("branch").asText()));

        assertThat(get(TOKEN, CONFLICTS).body().get("conflicts")).isEmpty();
        assertProblem(get(TOKEN, pathOf(open)), 404, "no open conflict");
    }

    @Test
    void refusalsComeInTheirOrder() throws Exception {
        JsonNode open = onlyConflict();

        assertProblem(get("wrong", CONFLICTS), 401, "bearer token");
        assertProblem(get(TOKEN, CONFLICTS + "/other/x"), 404, "'other'");
        assertProblem(post(READER, CONFLICTS + "/data/x/retry"), 404, "no open conflict");
        assertProblem(post(READER, pathOf(open) + "/retry?wait=x"), 403, "may only read");
        assertProblem(post(TOKEN, pathOf(open) + "/retry?wait=x"), 400, "wait: 'x'");
        for (String strange : List.of("%20", "-x", "a..b", "main", "x.lock")) {
            assertThat(get(TOKEN, CONFLICTS + "/data/" + strange).status())
                    .as(strange)
                    .isIn(400, 404);
        }
    }

    private void assertClosedAs(JsonNode open, String state) throws Exception {
        assertThat(get(TOKEN, CONFLICTS).body().get("conflicts")).isEmpty();
        assertThat(remote().run("branch", "--list", "conflicts/*")).isEmpty();
        assertProblem(get(TOKEN, pathOf(open)), 404, "no open conflict");
        assertThat(get(
                                TOKEN,
                                "/api/v1/repositories/data/commits/"
                                        + open.get("localCommit").asText())
                        .body()
                        .get("state")
                        .asText())
                .isEqualTo(state);
    }

    private JsonNode onlyConflict() throws Exception {
        JsonNode conflicts = get(TOKEN, CONFLICTS).body().get("conflicts");
        assertThat(conflicts).hasSize(1);
        return conflicts.get(0);
    }

    private static String pathOf(JsonNode open) {
        return CONFLICTS + "/" + open.get("conflict").asText();
    }
}
