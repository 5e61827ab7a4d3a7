package dev.reconciler.worker.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reconciler.git.fixture.NativeGit;
import dev.reconciler.git.lease.Leases;
import dev.reconciler.model.RepositoryId;
import dev.reconciler.worker.config.ApiToken;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** A token is rotated while its owner waits. */
class GoneTokenTest extends ApplicationFixture {
    private static final String DATA = "/api/v1/repositories/data";
    private static final String LEASES = DATA + "/leases";

    @Test
    void eachWaitEndsWithItsTokenAndTakesNothing() throws Exception {
        String conflict = makeConflict();
        String held =
                post(TOKEN, LEASES, "{\"ttl\":\"10m\"}").body().get("lease").asText();
        data.script("commit $REMOTE theirs.txt theirs\ncommit $CLONE ours.txt ours\n");
        String own = NativeGit.in(data.local()).run("rev-parse", "main");

        List<CompletableFuture<Received>> waits = List.of(
                begin(() -> get(SECOND, DATA + "/commits/" + own + "?wait=60s")),
                begin(() -> post(SECOND, DATA + "/runs?wait=60s")),
                begin(() -> post(SECOND, "/api/v1/conflicts/" + conflict + "/keep-remote?wait=60s")),
                begin(() -> post(SECOND, LEASES + "?wait=60s")),
                begin(() -> post(SECOND, LEASES + "?wait=60s")));
        Awaitility.await()
                .atMost(Duration.ofMinutes(1))
                .until(() -> get(TOKEN, DATA).body().get("state").asText().equals("retrying"));
        Awaitility.await().until(() -> post(TOKEN, LEASES).toString().contains("others wait"));
        Files.writeString(root.resolve("second"), "canary-rotated");

        for (CompletableFuture<Received> wait : waits) {
            assertProblem(wait.get(10, TimeUnit.SECONDS), 401, "bearer token");
        }
        delete(TOKEN, LEASES + "/" + held);
        assertThat(post(TOKEN, DATA + "/runs?wait=60s").status()).isEqualTo(200);
        assertThat(get(TOKEN, DATA).body().get("lease").isNull()).isTrue();
    }

    private String makeConflict() throws Exception {
        data.script("commit $CLONE same.txt ours\ncommit $REMOTE same.txt theirs\n");
        String branch = post(TOKEN, DATA + "/runs?wait=60s")
                .body()
                .get("conflictBranch")
                .asText();
        return "data" + branch.substring(branch.indexOf('/'));
    }

    private static CompletableFuture<Received> begin(Callable<Received> request) {
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return request.call();
                    } catch (Exception failed) {
                        throw new IllegalStateException(failed);
                    }
                },
                work -> new Thread(work).start());
    }

    @Test
    void aLeaseThatWasTakenForATokenInItsLastInstantIsGivenBack() {
        LeaseApi leases = new LeaseApi(
                configuration,
                new OwnRepositories(configuration.repositories()),
                (repository, trigger) -> {
                    throw new AssertionError("a run of " + repository);
                },
                new TokenWatch());
        ApiToken token =
                new ApiToken("late", () -> "canary", Set.of(new RepositoryId("other")), ApiToken.TokenAccess.WRITE);
        AtomicInteger looks = new AtomicInteger();

        assertThatThrownBy(() -> leases.takeLease(token, "other", new byte[0], null, () -> {
                    if (looks.incrementAndGet() > 1) {
                        throw new RequestProblemException(401, "gone");
                    }
                }))
                .hasMessage("gone");

        assertThat(Leases.find(configuration.repositories().get(1).path())).isEmpty();
        assertThat(looks).hasValue(2);
    }
}
