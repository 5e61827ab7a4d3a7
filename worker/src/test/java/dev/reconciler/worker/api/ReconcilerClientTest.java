package dev.reconciler.worker.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.reconciler.client.ConflictChoice;
import dev.reconciler.client.ConflictReport;
import dev.reconciler.client.EventStream;
import dev.reconciler.client.ReceivedEvent;
import dev.reconciler.client.ReconcilerClient;
import dev.reconciler.client.ReconcilerProblemException;
import dev.reconciler.client.RunReport;
import dev.reconciler.client.SelfRenewingLease;
import java.io.IOException;
import java.lang.reflect.Method;
import java.net.URI;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** The client for applications in Java, against a worker. */
class ReconcilerClientTest extends ApplicationFixture {
    private static final Duration LONG = Duration.ofSeconds(30);

    private ReconcilerClient clientWith(String token) {
        return new ReconcilerClient(address(), () -> token);
    }

    private static void assertRefused(ReconcilerProblemException problem, int status, String detail) {
        assertThat(problem.status()).as(problem.toString()).isEqualTo(status);
        assertThat(problem.detail()).contains(detail);
    }

    @Test
    void anApplicationPushesWhatItCommits() throws Exception {
        ReconcilerClient client = clientWith(TOKEN);
        data.script("commit $CLONE own.txt own-$(date +%N)\n");

        assertThat(client.showRepository("data").ahead()).isEqualTo(1);
        assertThat(client.showRepository("data").unpushedSince()).isBefore(Instant.now());
        String commit = client.showRepository("data").local();
        assertThat(client.awaitCommit("data", commit, Duration.ZERO).isPushed()).isFalse();
        RunReport pushed = client.awaitRun("data", LONG).orElseThrow();

        assertThat(pushed.outcome()).isEqualTo("pushed-ahead");
        assertThat(client.awaitCommit("data", commit, LONG).isPushed()).isTrue();
        assertThat(client.awaitCommit("data", commit, LONG).remoteCommit()).isEqualTo(pushed.remoteCommit());
        assertThat(client.startRun("data").workflowId()).isEqualTo("reconcile/data");
        assertThat(client.listRepositories()).singleElement().satisfies(each -> assertThat(each.remote())
                .isEqualTo(pushed.newCommit()));
        assertThat(client.readDescription()).contains("\"openapi\": \"3.1.0\"");
    }

    @Test
    void aRunThatTakesLongerIsNotAwaited() throws Exception {
        assertThat(clientWith(TOKEN).awaitRun("data", Duration.ofMillis(1))).isEmpty();
    }

    @Test
    void aFailedRunIsAnAnswer() throws Exception {
        data.script("git -C $REMOTE branch -qm main away\n");
        RunReport failed = clientWith(TOKEN).awaitRun("data", LONG).orElseThrow();
        data.script("git -C $REMOTE branch -qm away main\n");

        assertThat(failed.outcome()).isEqualTo("failed");
        assertThat(failed.error().type()).isEqualTo("BranchMissing");
    }

    @Test
    void aLeaseRenewsItselfUntilItIsClosed() throws Exception {
        ReconcilerClient client = clientWith(TOKEN);
        long fence;
        try (SelfRenewingLease lease = client.takeLease("data", Duration.ofSeconds(1), LONG)) {
            Instant first = lease.expiresAt();
            Awaitility.await().until(() -> lease.expiresAt().isAfter(first.plusMillis(500)));
            lease.requireHeld();
            fence = lease.fence();
            assertThatThrownBy(() -> clientWith(SECOND).takeLease("data", LONG, Duration.ZERO))
                    .isInstanceOfSatisfying(
                            ReconcilerProblemException.class,
                            problem -> assertRefused(problem, 409, "'app' holds lease " + fence));
        }
        try (SelfRenewingLease next = clientWith(SECOND).takeLease("data", LONG, Duration.ZERO)) {
            assertThat(next.fence()).isGreaterThan(fence);
            next.close();
            assertThat(next.isHeld()).isFalse();
            assertThatThrownBy(next::requireHeld).hasMessageContaining("take another");
        }
    }

    @Test
    void aStreamOutlivesItsTokenAndMissesNothing() throws Exception {
        ReconcilerClient client = new ReconcilerClient(address(), () -> readToken() + "\n");
        try (var stream = client.followEvents(null)) {
            Files.writeString(root.resolve("token"), "canary-next");
            data.script("commit $REMOTE theirs.txt theirs-$(date +%N)\n");
            clientWith("canary-next").awaitRun("data", LONG);
            data.script("commit $REMOTE theirs.txt theirs-$(date +%N)\n");
            clientWith("canary-next").awaitRun("data", LONG);

            ReceivedEvent first = awaitMove(stream);
            ReceivedEvent second = awaitMove(stream);

            assertThat(second.data().get("from")).isEqualTo(first.data().get("to"));
            assertThat(stream.lastSeen()).isEqualTo(second.id());
            assertThat(second.data().get("to").asText())
                    .isEqualTo(clientWith("canary-next").showRepository("data").local());
        } finally {
            Files.writeString(root.resolve("token"), TOKEN);
        }
    }

    @Test
    void aPersonsApplicationDecidesAboutAConflict() throws Exception {
        ReconcilerClient client = clientWith(TOKEN);
        client.awaitRun("data", LONG);
        data.script("""
                commit $REMOTE base.txt "theirs-$(date +%N)"
                commit $CLONE base.txt "ours-$(date +%N)"
                """);
        String branch = client.awaitRun("data", LONG).orElseThrow().conflictBranch();

        ConflictReport open = client.listConflicts().stream()
                .filter(each -> each.branch().equals(branch))
                .findFirst()
                .orElseThrow();
        assertThat(open.conflict()).isEqualTo("data/" + branch.substring("conflicts/".length()));
        assertThat(open.files()).containsExactly("base.txt");
        assertThat(open.actions()).contains(ConflictChoice.KEEP_LOCAL.word());
        assertThat(client.showConflict(open.conflict()).localCommit()).isEqualTo(open.localCommit());
        assertThat(client.previewKeepLocal(open.conflict()).diff()).contains("+ours-");

        assertThat(client.decideConflict(open.conflict(), ConflictChoice.RETRY, LONG)
                        .orElseThrow()
                        .outcome())
                .isEqualTo("conflict-escaped");
        RunReport kept = client.decideConflict(open.conflict(), ConflictChoice.KEEP_REMOTE, LONG)
                .orElseThrow();
        assertThat(kept.keptRef()).startsWith("refs/rewound/");
        assertThatThrownBy(() -> client.showConflict(open.conflict()))
                .isInstanceOfSatisfying(
                        ReconcilerProblemException.class, problem -> assertRefused(problem, 404, "no open conflict"));
    }

    /** Of two things that the description names, the client had one. */
    @Test
    void theClientHasAMethodForEachOperationOfTheDescription() throws Exception {
        Set<String> methods = Arrays.stream(ReconcilerClient.class.getMethods())
                .map(Method::getName)
                .collect(Collectors.toSet());
        Map<String, String> others = Map.of(
                "describe", "readDescription",
                "showCommit", "awaitCommit",
                "renewLease", "takeLease",
                "releaseLease", "takeLease",
                "retryConflict", "decideConflict",
                "pushEdited", "decideConflict",
                "keepRemote", "decideConflict",
                "keepLocal", "decideConflict");

        assertThat(new ObjectMapper()
                        .readTree(clientWith(TOKEN).readDescription())
                        .findValuesAsText("operationId"))
                .isNotEmpty()
                .allSatisfy(id -> assertThat(methods).contains(others.getOrDefault(id, id)));
    }

    private String readToken() {
        try {
            return Files.readString(root.resolve("token"));
        } catch (IOException failed) {
            throw new java.io.UncheckedIOException(failed);
        }
    }

    /** Runs of the tests before this one may end meanwhile. */
    private static ReceivedEvent awaitMove(EventStream stream) throws Exception {
        ReceivedEvent event = stream.next(LONG).orElseThrow();
        while (!event.name().equals("moved")) {
            event = stream.next(LONG).orElseThrow();
        }
        return event;
    }

    @Test
    void refusalsAreProblems() {
        assertThatThrownBy(() -> clientWith("wrong").listRepositories())
                .isInstanceOfSatisfying(
                        ReconcilerProblemException.class, problem -> assertRefused(problem, 401, "bearer token"));
        assertThatThrownBy(() -> clientWith("wrong").followEvents("3"))
                .isInstanceOfSatisfying(
                        ReconcilerProblemException.class, problem -> assertRefused(problem, 401, "bearer token"));
        assertThatThrownBy(() -> clientWith(TOKEN).showRepository("other"))
                .isInstanceOfSatisfying(
                        ReconcilerProblemException.class, problem -> assertRefused(problem, 404, "'other'"));
        assertThatThrownBy(() -> clientWith(TOKEN).awaitCommit("data", "0".repeat(40), Duration.ZERO))
                .isInstanceOfSatisfying(ReconcilerProblemException.class, problem -> assertRefused(problem, 404, ""));
        assertThatThrownBy(() -> clientWith(READER).startRun("data"))
                .isInstanceOfSatisfying(
                        ReconcilerProblemException.class, problem -> assertRefused(problem, 403, "only read"));
        assertThatThrownBy(() -> clientWith(TOKEN).awaitRun("data", Duration.ofMinutes(2)))
                .isInstanceOfSatisfying(
                        ReconcilerProblemException.class, problem -> assertRefused(problem, 400, "at most 60s"));
    }

    @Test
    void whatCanNotBeAskedIsRefusedBeforeItIsSent() {
        assertThatThrownBy(() -> clientWith("two\ncanary").listRepositories())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageNotContaining("canary");
        assertThatThrownBy(() -> clientWith(TOKEN).showRepository("../health"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new ReconcilerClient(URI.create("localhost:8080"), () -> TOKEN))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new ReconcilerClient(URI.create("http://127.0.0.1:1"), () -> TOKEN).listRepositories())
                .isInstanceOf(IOException.class)
                .isNotInstanceOf(ReconcilerProblemException.class);
    }
}
