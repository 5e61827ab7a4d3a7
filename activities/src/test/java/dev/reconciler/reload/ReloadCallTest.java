package dev.reconciler.reload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.reconciler.git.error.RefusedException;
import dev.reconciler.model.BoundedText;
import dev.reconciler.model.BranchName;
import dev.reconciler.model.CommitId;
import dev.reconciler.model.Outcome;
import dev.reconciler.model.ReloadResponse;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The call, on a real HTTP endpoint. */
class ReloadCallTest {
    private static final CommitId COMMIT = new CommitId("a".repeat(40));
    private static final int SAYS_MUCH = -2;
    private static final int DRIP = -1;

    private final List<String> bodies = new CopyOnWriteArrayList<>();
    private final List<String> tokens = new CopyOnWriteArrayList<>();
    private final Deque<Integer> statuses = new ArrayDeque<>();
    private final List<Duration> waits = new CopyOnWriteArrayList<>();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private HttpServer application;

    @BeforeEach
    void start() throws IOException {
        application = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        application.setExecutor(threads);
        application.createContext("/", this::answer);
        application.start();
    }

    @AfterEach
    void stop() {
        application.stop(0);
        threads.shutdownNow();
    }

    private void answer(HttpExchange exchange) throws IOException {
        bodies.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
        tokens.add(String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
        int status = statuses.isEmpty() ? 204 : statuses.poll();
        if (status == DRIP) {
            exchange.sendResponseHeaders(200, 1_000);
            return;
        }
        if (status == 302) {
            exchange.getResponseHeaders().add("Location", "/elsewhere");
        }
        if (status == SAYS_MUCH) {
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write(("begun, " + "x".repeat(1 << 20)).getBytes(StandardCharsets.UTF_8));
            exchange.close();
            return;
        }
        exchange.sendResponseHeaders(status, -1);
        exchange.close();
    }

    private ApplicationAnswer tell(Duration deadline) {
        URI url = URI.create("http://127.0.0.1:" + application.getAddress().getPort() + "/api/reload");
        return new ReloadCall(url, Optional.of(() -> "s3cret"), false, deadline, waits::add)
                .tell(new BranchName("data/live"), COMMIT, Outcome.REBASED);
    }

    @Test
    void theApplicationGetsBranchCommitAndOutcomeWithTheToken() {
        assertThat(tell(Duration.ofSeconds(10)).problem()).isEmpty();

        assertThat(bodies).hasSize(1);
        assertThat(bodies.get(0))
                .contains("\"branch\":\"data/live\"", "\"commitHash\":\"" + COMMIT + "\"", "\"outcome\":\"rebased\"")
                .hasSize("{'branch':'data/live','commitHash':'','outcome':'rebased'}".length() + 40);
        assertThat(tokens).containsExactly("Bearer s3cret");
    }

    @Test
    void whatTheApplicationAnswersIsKeptAndALongAnswerIsCut() {
        statuses.add(SAYS_MUCH);

        ApplicationAnswer answer = tell(Duration.ofSeconds(10));

        assertThat(answer.response().status()).isEqualTo(200);
        assertThat(answer.response().body()).startsWith("begun, xxx").hasSize(BoundedText.LIMIT);
        statuses.add(401);
        assertThat(tell(Duration.ofSeconds(10)).response()).isEqualTo(new ReloadResponse(401, ""));
    }

    @Test
    void onlyAConflictRefusesAMoveThatTheApplicationIsAskedAbout() {
        statuses.addAll(List.of(409, 200, 500, 404));
        URI url = URI.create("http://127.0.0.1:" + application.getAddress().getPort() + "/api/reload");
        ReloadCall call = new ReloadCall(url, Optional.of(() -> "s3cret"), true);
        CommitId next = new CommitId("b".repeat(40));

        assertThat(call.isRefusedBefore(new BranchName("main"), COMMIT, next)).isTrue();
        for (int i = 0; i < 3; i++) {
            assertThat(call.isRefusedBefore(new BranchName("main"), COMMIT, next))
                    .isFalse();
        }
        application.stop(0);
        assertThat(call.isRefusedBefore(new BranchName("main"), COMMIT, next)).isFalse();

        assertThat(bodies.get(0))
                .isEqualTo("{\"branch\":\"main\",\"from\":\"" + COMMIT + "\",\"phase\":\"before\",\"to\":\"" + next
                        + "\"}");
        assertThat(tokens).contains("Bearer s3cret");
    }

    @Test
    void anApplicationThatIsNotWellIsToldAgain() {
        statuses.addAll(List.of(503, 500));

        assertThat(tell(Duration.ofSeconds(10)).problem()).isEmpty();
        assertThat(bodies).hasSize(3);
        assertThat(waits).containsExactly(Duration.ofMillis(250), Duration.ofMillis(500));
    }

    @Test
    void anApplicationIsNotToldAgainOnceTheCallIsNoLongerWanted() {
        statuses.addAll(List.of(503, 503));
        URI url = URI.create("http://127.0.0.1:" + application.getAddress().getPort() + "/api/reload");
        ReloadCall call = new ReloadCall(url, Optional.empty(), false, Duration.ofSeconds(10), wait -> false);

        assertThat(call.tell(new BranchName("main"), COMMIT, Outcome.REBASED).problem())
                .startsWith("stopped while calling http://127.0.0.1:");
        assertThat(bodies).hasSize(1);
    }

    @Test
    void anApplicationThatRefusesIsNotAskedAgain() {
        statuses.add(401);

        assertThat(tell(Duration.ofSeconds(10)).problem())
                .endsWith("/api/reload answered 401")
                .doesNotContain("s3cret");
        assertThat(bodies).hasSize(1);
    }

    @Test
    void aTokenThatNoHeaderCanCarryIsNotShown() {
        ReloadCall call = new ReloadCall(URI.create("http://127.0.0.1:1/reload"), Optional.of(() -> "s3cret\n"));

        assertThatThrownBy(() -> call.tell(new BranchName("main"), COMMIT, Outcome.FAST_FORWARDED))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("reload.token")
                .hasNoCause()
                .message()
                .doesNotContain("s3cret");
    }

    @Test
    void aRedirectIsNotFollowedWithTheToken() {
        statuses.add(302);

        assertThat(tell(Duration.ofSeconds(10)).problem()).endsWith("answered 302");
        assertThat(bodies).hasSize(1);
    }

    @Test
    void anAnswerThatDripsIsGivenUpAtTheDeadline() {
        statuses.add(DRIP);

        assertThat(tell(Duration.ofMillis(500)).problem()).contains("did not answer within");
    }

    @Test
    void anApplicationThatIsAwayIsSaid() {
        application.stop(0);

        assertThat(tell(Duration.ofMillis(500)).problem()).contains("could not be reached (ConnectException)");
    }
}
