package dev.reconciler.worker.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.reconciler.git.fixture.NativeGit;
import dev.reconciler.git.lock.RepositoryLock;
import dev.reconciler.git.repository.DataRepository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** An application holds a repository as it is, through the worker of its host. */
class LeaseApiTest extends ApplicationFixture {
    private static final String DATA = "/api/v1/repositories/data";
    private static final String LEASES = DATA + "/leases";

    private static Instant endOf(JsonNode lease) {
        return Instant.parse(lease.get("expiresAt").asText());
    }

    @Test
    void aLeaseIsTakenRenewedAndReleased() throws Exception {
        Received taken = post(TOKEN, LEASES);
        assertThat(taken.status()).isEqualTo(201);
        assertThat(taken.body().get("lease").asText()).matches("[0-9a-f]{32}");
        assertThat(Duration.between(Instant.now(), endOf(taken.body())))
                .isBetween(Duration.ZERO, Duration.ofSeconds(31));
        String lease = LEASES + "/" + taken.body().get("lease").asText();

        Received renewed = put(TOKEN, lease, "{\"ttl\":\"5m\"}");
        assertThat(renewed.status()).isEqualTo(200);
        assertThat(renewed.body().get("fence")).isEqualTo(taken.body().get("fence"));
        assertThat(endOf(renewed.body())).isAfter(endOf(taken.body()));

        assertProblem(put(SECOND, lease, ""), 404, "or it has ended");
        assertProblem(delete(SECOND, lease), 404, "or it has ended");
        assertThat(delete(TOKEN, lease).status()).isEqualTo(204);
        assertProblem(delete(TOKEN, lease), 404, "or it has ended");

        Received next = post(TOKEN, LEASES, "{\"ttl\":\"1s\"}");
        assertThat(next.body().get("fence").asLong())
                .isGreaterThan(taken.body().get("fence").asLong());
        delete(TOKEN, LEASES + "/" + next.body().get("lease").asText());
    }

    @Test
    void whoComesSecondIsToldWhoHoldsItOrWaits() throws Exception {
        String id = post(TOKEN, LEASES).body().get("lease").asText();

        assertProblem(post(SECOND, LEASES), 409, "'app' holds lease");
        CompletableFuture<Received> waiting = beginWaiting();
        assertThat(get(TOKEN, DATA).body().get("lease").get("holder").asText()).isEqualTo("app");
        delete(TOKEN, LEASES + "/" + id);

        Received taken = waiting.get(30, TimeUnit.SECONDS);
        assertThat(taken.status()).isEqualTo(201);
        delete(SECOND, LEASES + "/" + taken.body().get("lease").asText());
    }

    /** Each look waits two seconds for the lock. */
    @Test
    void whoWaitsGoesOnWaitingWhileARunIsAtWorkOnTheDisk() throws Exception {
        CompletableFuture<Received> waiting;
        try (DataRepository repository = DataRepository.open(dataRepository().settings(configuration.identity()))
                        .orElseThrow();
                RepositoryLock lock = repository.lock()) {
            assertProblem(post(SECOND, LEASES), 503, "a run is at work");
            waiting = beginWaiting();
            Awaitility.await()
                    .during(Duration.ofSeconds(3))
                    .atMost(Duration.ofSeconds(20))
                    .until(() -> !waiting.isDone());
        }

        Received taken = waiting.get(30, TimeUnit.SECONDS);
        assertThat(taken.status()).as(taken.toString()).isEqualTo(201);
        delete(SECOND, LEASES + "/" + taken.body().get("lease").asText());
    }

    private CompletableFuture<Received> beginWaiting() {
        return CompletableFuture.supplyAsync(() -> {
            try {
                return post(SECOND, LEASES + "?wait=30s");
            } catch (Exception failed) {
                throw new IllegalStateException(failed);
            }
        });
    }

    @Test
    void aRunWaitsForTheEndOfALeaseAndIsShownAsRetrying() throws Exception {
        data.script("commit $REMOTE theirs.txt theirs\n");
        String id = post(TOKEN, LEASES).body().get("lease").asText();

        post(TOKEN, DATA + "/runs");
        Awaitility.await()
                .atMost(Duration.ofMinutes(1))
                .until(() -> get(TOKEN, DATA).body().get("state").asText().equals("retrying"));
        JsonNode running = get(TOKEN, DATA).body().get("running");
        assertThat(running.get("lastError").asText()).contains("app");
        delete(TOKEN, LEASES + "/" + id);

        assertThat(post(TOKEN, DATA + "/runs?wait=30s").body().get("outcome").asText())
                .isEqualTo("fast-forwarded");
    }

    /** The run looks again within half a minute, and seconds before it did its move goes before the next lease. */
    @Test
    void aRunWakesWhenALeaseIsReleasedAndTheNextIsNotRefusedForLong() throws Exception {
        data.script("commit $REMOTE woken.txt theirs\n");
        String id = post(TOKEN, LEASES, "{\"ttl\":\"5m\"}").body().get("lease").asText();
        post(TOKEN, DATA + "/runs");
        Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> waitsForSeconds(get(TOKEN, DATA)));

        delete(TOKEN, LEASES + "/" + id);

        Received next = post(SECOND, LEASES + "?wait=6s");
        assertThat(next.status()).as(next.toString()).isEqualTo(201);
        assertThat(data.local().resolve("woken.txt")).exists();
        delete(SECOND, LEASES + "/" + next.body().get("lease").asText());
    }

    private static boolean waitsForSeconds(Received shown) {
        JsonNode next = shown.body().path("running").path("nextAttemptAt");
        return next.isTextual()
                && Instant.parse(next.asText()).isAfter(Instant.now().plusSeconds(7));
    }

    /** Its leases would last for ten minutes each, so no run waits for one that ends by itself. */
    @Test
    @Tag("long")
    void anApplicationThatTakesOneLeaseAfterTheOtherStarvesNoRunAndUndoesNothing() throws Exception {
        AtomicBoolean isOver = new AtomicBoolean();
        data.script("commit $REMOTE table 'app 0\\n1\\n2\\n3\\n4\\npeer 0'\n");
        assertThat(post(TOKEN, DATA + "/runs?wait=30s").status()).isEqualTo(200);
        CompletableFuture<Integer> application = CompletableFuture.supplyAsync(() -> countUpUnderLeases(isOver));
        NativeGit peer = NativeGit.clone(data.remote().toString(), root.resolve("peer"));

        for (int round = 1; round <= 3; round++) {
            peer.run("pull", "-q", "--rebase");
            changeTable(root.resolve("peer"), "peer");
            peer.run("push", "-q");
            assertThat(post(TOKEN, DATA + "/runs?wait=60s").status()).isEqualTo(200);
            assertThat(readCount(data.local(), "peer")).isEqualTo(round);
        }

        isOver.set(true);
        int counted = application.get(1, TimeUnit.MINUTES);
        assertThat(readCount(data.local(), "app")).isEqualTo(counted).isGreaterThan(3);
        post(TOKEN, DATA + "/runs?wait=30s");
        peer.run("pull", "-q", "--rebase");
        assertThat(readCount(root.resolve("peer"), "app")).isEqualTo(counted);
    }

    /** @return how often it counted */
    private int countUpUnderLeases(AtomicBoolean isOver) {
        int count = 0;
        try {
            while (!isOver.get()) {
                Received taken = post(TOKEN, LEASES + "?wait=60s", "{\"ttl\":\"10m\"}");
                changeTable(data.local(), "app");
                count++;
                delete(TOKEN, LEASES + "/" + taken.body().get("lease").asText());
            }
            return count;
        } catch (IOException | InterruptedException failed) {
            throw new IllegalStateException(failed);
        }
    }

    private static int readCount(Path work, String name) throws IOException {
        return Integer.parseInt(Files.readAllLines(work.resolve("table")).stream()
                .filter(line -> line.startsWith(name + " "))
                .findFirst()
                .orElseThrow()
                .substring(name.length() + 1));
    }

    private static void changeTable(Path work, String name) throws IOException {
        int count = readCount(work, name);
        String read = Files.readString(work.resolve("table"));
        Files.writeString(work.resolve("table"), read.replace(name + " " + count, name + " " + (count + 1)));
        NativeGit.in(work).run("commit", "-q", "-a", "-m", name);
    }

    @Test
    void wrongRequestsAreNamed() throws Exception {
        assertProblem(post(READER, LEASES), 403, "may only read");
        assertProblem(post(TOKEN, "/api/v1/repositories/other/leases"), 404, "'other'");
        assertProblem(post(TOKEN, LEASES, "{\"ttl\":\"11m\"}"), 400, "expected: at most 10m");
        assertProblem(post(TOKEN, LEASES, "{\"ttl\":30}"), 400, "ttl: '30'");
        assertProblem(post(TOKEN, LEASES, "{\"time\":\"30s\"}"), 400, "unknown member 'time'");
        assertProblem(post(TOKEN, LEASES, "{"), 400, "no JSON");
        assertProblem(post(TOKEN, LEASES, "[]"), 400, "no object");
        assertProblem(post(TOKEN, LEASES, "x".repeat(100_000)), 413, "too large");
        assertProblem(put(TOKEN, LEASES + "/0123", ""), 404, "or it has ended");
        assertProblem(put(TOKEN, LEASES + "/0123", "{\"ttl\":\"11m\"}"), 404, "or it has ended");
        assertProblem(put(READER, LEASES + "/0123", ""), 404, "or it has ended");
        assertProblem(delete(READER, LEASES + "/0123"), 404, "or it has ended");
    }
}
