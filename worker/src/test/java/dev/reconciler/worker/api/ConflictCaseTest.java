package dev.reconciler.worker.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A conflict is an open case from its escape to its end, however it ends, and over a restart. */
class ConflictCaseTest extends ApplicationFixture {
    private static final String RUNS = "/api/v1/repositories/data/runs?wait=30s";
    private static final ObjectMapper JSON = new ObjectMapper();

    private int round;
    private String branch;

    /** Both sides change one line, and the run escapes. */
    @BeforeEach
    void makeConflict() throws Exception {
        round++;
        data.script("git --git-dir=$REMOTE for-each-ref --format='delete %(refname)' refs/heads/conflicts"
                + " | git --git-dir=$REMOTE update-ref --stdin\n");
        run();
        data.script("""
                commit $REMOTE base.txt 'one\\nremote-%1$d\\nthree'
                commit $CLONE base.txt 'one\\nlocal-%1$d\\nthree'
                """.formatted(round));
        awaitAnotherSecond();
        branch = run().get("conflictBranch").asText();
        awaitStates("escaped", "opened");
    }

    // The branch of the test before is gone, and within its second this one would get its name.
    private void awaitAnotherSecond() {
        Instant begun = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        Awaitility.await()
                .until(() -> Instant.now().truncatedTo(ChronoUnit.SECONDS).isAfter(begun));
    }

    private JsonNode run() throws Exception {
        return post(TOKEN, RUNS).body();
    }

    /** The events of this conflict, in their order. */
    private List<JsonNode> events() throws IOException {
        List<JsonNode> found = new ArrayList<>();
        for (String line : Files.readAllLines(root.resolve("state/events.jsonl"))) {
            JsonNode event = JSON.readTree(line);
            if (event.get("event").asText().equals("conflict")
                    && event.get("data").get("branch").asText().equals(branch)) {
                found.add(event.get("data"));
            }
        }
        return found;
    }

    private void awaitStates(String... states) {
        Awaitility.await().untilAsserted(() -> assertThat(events())
                .extracting(event -> event.get("state").asText())
                .containsExactly(states));
    }

    private void assertClosedBy(String by) throws IOException {
        awaitStates("escaped", "opened", "closed");
        JsonNode closed = events().get(2);
        assertThat(closed.get("closedBy").asText()).isEqualTo(by);
        assertThat(closed.get("openSeconds").isIntegralNumber()).isTrue();
        assertThat(closed.get("conflict").asText()).isEqualTo("data/" + branch.substring("conflicts/".length()));
    }

    private String scrape() throws Exception {
        HttpClient client = HttpClient.newHttpClient();
        return client.send(
                        request("/metrics")
                                .header("Authorization", "Bearer " + SECOND)
                                .build(),
                        HttpResponse.BodyHandlers.ofString())
                .body();
    }

    @Test
    void aCaseSaysWhatBothSidesDidToWhichFiles() throws Exception {
        JsonNode opened = events().get(1);

        assertThat(opened.get("filesTotal").asInt()).isEqualTo(1);
        JsonNode file = opened.get("files").get(0);
        assertThat(file.get("path").asText()).isEqualTo("base.txt");
        assertThat(file.get("local").asText()).isEqualTo("changed");
        assertThat(file.get("remote").asText()).isEqualTo("changed");
        assertThat(scrape())
                .contains("reconciler_repository_open_conflicts{repository=\"data\"} 1.0")
                .contains("reconciler_repository_open_conflicts{repository=\"other\"} 0.0");
        JsonNode listed =
                get(TOKEN, "/api/v1/conflicts").body().get("conflicts").get(0);
        assertThat(listed.get("branch").asText()).isEqualTo(branch);
        assertThat(listed.get("openedAt")).isEqualTo(opened.get("at"));
        assertThat(listed.get("escalatedAt").isNull()).isTrue();
    }

    @Test
    void aBranchThatIsMergedBySquashClosesItsCase() throws Exception {
        data.script("commit $REMOTE base.txt 'one\\nlocal-%1$d\\nthree'\n".formatted(round));

        run();

        assertClosedBy("merged");
        Awaitility.await().untilAsserted(() -> assertThat(scrape())
                .contains("reconciler_repository_open_conflicts{repository=\"data\"} 0.0")
                .containsPattern("reconciler_conflict_open_duration_seconds_count\\{closed_by=\"merged\"} [1-9]"));
    }

    /** What the remote gets after the merge may conflict with the branch again, and asks nobody to decide it twice. */
    @Test
    void aCaseThatIsClosedStaysClosedWhateverTheRemoteGetsLater() throws Exception {
        data.script("commit $REMOTE base.txt 'one\\nlocal-%1$d\\nthree'\n".formatted(round));
        run();
        assertClosedBy("merged");
        data.script("commit $REMOTE base.txt 'one\\nlater-%1$d\\nthree'\n".formatted(round));

        run();
        restart();
        run();

        awaitStates("escaped", "opened", "closed");
        assertThat(get(TOKEN, "/api/v1/conflicts").body().get("conflicts")).isEmpty();
    }

    @Test
    void aBranchThatIsDeletedClosesItsCase() throws Exception {
        data.script("git --git-dir=$REMOTE branch -D " + branch + "\n");

        run();

        assertClosedBy("deleted");
    }

    @Test
    void aRemoteThatMovesOnElsewhereLeavesTheCaseOpen() throws Exception {
        data.script("commit $REMOTE elsewhere.txt '%1$d'\n".formatted(round));

        run();
        run();

        awaitStates("escaped", "opened");
        assertThat(scrape()).contains("reconciler_repository_open_conflicts{repository=\"data\"} 1.0");
    }

    @Test
    void whatAPersonDecidesClosesTheCaseWithTheRunThatDoesIt() throws Exception {
        String path = "/api/v1/conflicts/data/" + branch.substring("conflicts/".length());

        post(TOKEN, path + "/keep-local?wait=30s");

        assertClosedBy("merged");
    }

    @Test
    void takingTheRemotesSideClosesTheCaseAsDeleted() throws Exception {
        String path = "/api/v1/conflicts/data/" + branch.substring("conflicts/".length());

        post(TOKEN, path + "/keep-remote?wait=30s");

        assertClosedBy("deleted");
    }

    @Test
    void aRestartTellsNobodyTwiceAndTheCaseStillClosesItself() throws Exception {
        restart();

        Awaitility.await().untilAsserted(() -> assertThat(scrape())
                .contains("reconciler_repository_open_conflicts{repository=\"data\"} 1.0"));
        data.script("git --git-dir=$REMOTE branch -D " + branch + "\n");
        run();

        assertClosedBy("deleted");
    }

    @Test
    void aCaseThatEndsWhileTheWorkerIsAwayIsClosedByItsNextBoot() throws Exception {
        restart(() -> data.script("git --git-dir=$REMOTE branch -D " + branch + "\n"));

        assertClosedBy("deleted");
    }

    /** As after an update of the program, or with a clone that was made anew. */
    @Test
    void aConflictThatNobodyRemembersIsTakenUp() throws Exception {
        restart(() -> {
            try {
                Files.delete(root.resolve("state/conflicts.json"));
                data.script("git -C $CLONE for-each-ref --format='delete %(refname)' refs/reconciler/main/escaped"
                        + " | git -C $CLONE update-ref --stdin\n");
            } catch (IOException failed) {
                throw new UncheckedIOException(failed);
            }
        });

        awaitStates("escaped", "opened", "opened");
    }
}
