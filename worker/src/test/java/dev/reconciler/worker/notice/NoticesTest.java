package dev.reconciler.worker.notice;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reconciler.json.Json;
import dev.reconciler.model.BranchName;
import dev.reconciler.model.ErrorType;
import dev.reconciler.model.Outcome;
import dev.reconciler.model.ReconcileResult;
import dev.reconciler.model.ReconcileResultBuilder;
import dev.reconciler.model.RepositoryId;
import dev.reconciler.model.Trigger;
import dev.reconciler.worker.board.RepositoryBoard;
import dev.reconciler.worker.config.Configuration;
import dev.reconciler.worker.config.RepositoryConfiguration;
import dev.reconciler.worker.config.reader.ConfigurationReader;
import dev.reconciler.worker.conflict.ConflictCases;
import dev.reconciler.worker.event.EventFeed;
import dev.reconciler.worker.event.EventLog;
import dev.reconciler.worker.notice.channel.ReceivingServer;
import dev.reconciler.worker.notice.channel.TroubledReceiver;
import dev.reconciler.worker.notice.channel.TroubledReceiver.Trouble;
import dev.reconciler.worker.notice.host.FakeRoster;
import dev.reconciler.worker.notice.host.HostWatch;
import dev.reconciler.worker.state.ConflictBook;
import dev.reconciler.worker.status.RepositoryStatus;
import dev.reconciler.worker.status.RunTrace;
import dev.reconciler.worker.status.StatusSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** From what becomes of runs to what people hear, over restarts. */
class NoticesTest {
    /** Each time that it is asked, half a minute has passed. */
    private static final InstantSource FAST = new InstantSource() {
        private final Instant beginning = Instant.now();
        private final AtomicInteger asked = new AtomicInteger();

        @Override
        public Instant instant() {
            return beginning.plus(Duration.ofSeconds(30L * asked.incrementAndGet()));
        }
    };

    private static final NoticePace QUICK = new NoticePace(FAST, time -> Thread.sleep(5));

    @TempDir
    Path root;

    private ReceivingServer server;
    private String chat = "http://127.0.0.1:1/";
    private Configuration configuration;
    private EventLog log;

    @BeforeEach
    void configure() throws IOException {
        server = new ReceivingServer();
        Files.createDirectory(root.resolve("state"));
        configure("");
    }

    /** @param more channels besides the one to the server */
    private void configure(String more) throws IOException {
        Path file = Files.writeString(root.resolve("reconciler.yaml"), """
                host: one
                state: state
                repositories:
                  - { id: data, path: data, remote: "https://git.example.org/data.git", branch: main }
                notices:
                  remindEvery: 300d
                  escalateAfter: 300d
                  channels:
                    - { name: ops, type: webhook, url: "env:OPS_URL", secret: "env:OPS_SECRET" }
                """ + more);
        configuration = new ConfigurationReader(
                        Map.of("OPS_URL", server.url("/ops"), "OPS_SECRET", "hush", "CHAT_URL", chat), Optional::empty)
                .read(file);
        log = EventLog.open(configuration.state(), InstantSource.system());
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private Notices start() {
        return start(Optional.empty());
    }

    private Notices start(Optional<HostWatch> hosts) {
        RepositoryBoard board = new RepositoryBoard(
                configuration.repositories(),
                configuration.identity(),
                log,
                new NothingUnderWay(),
                new ConflictCases(configuration.repositories(), configuration.identity(), openBook()),
                FAST,
                Duration.ofMinutes(5));
        Notices notices = new Notices(configuration, board, id -> List.of(), hosts, QUICK);
        notices.start();
        return notices;
    }

    private ConflictBook openBook() {
        try {
            return ConflictBook.open(root);
        } catch (IOException refused) {
            throw new UncheckedIOException(refused);
        }
    }

    private void end(ReconcileResultBuilder result) {
        new EventFeed(log).runEnded(result.build());
    }

    private static ReconcileResultBuilder result() {
        return ReconcileResult.builder(new RepositoryId("data"), new BranchName("main"), Trigger.COMMIT);
    }

    private String takeNotice() throws Exception {
        var body = Json.read(server.take().body().getBytes(StandardCharsets.UTF_8));
        return body.path("type").textValue() + " "
                + body.path("data").path("case").textValue();
    }

    @Test
    void aRefusedPushIsToldAndItsEndTooByAWorkerThatStartsAnew() throws Exception {
        end(result().failed(ErrorType.PUSH_REJECTED, "protected"));
        try (Notices notices = start()) {
            assertThat(takeNotice()).isEqualTo("case.opened push-refused/data");
        }

        end(result().outcome(Outcome.PUSHED_AHEAD, "pushed"));
        try (Notices notices = start()) {
            assertThat(takeNotice()).isEqualTo("case.closed push-refused/data");
        }
    }

    /** Whatever it is that is wrong with it, and as long as it is. */
    @ParameterizedTest
    @EnumSource
    void aChannelThatTakesNothingIsToldOnTheOthersAndHoldsThemNotUp(Trouble trouble) throws Exception {
        try (TroubledReceiver receiver = new TroubledReceiver(trouble, false)) {
            chat = receiver.url("/chat");
            configure("    - { name: chat, type: slack, url: \"env:CHAT_URL\" }\n");
            end(result().failed(ErrorType.PUSH_REJECTED, "protected"));

            try (Notices notices = start()) {
                assertThat(takeNotice()).isEqualTo("case.opened push-refused/data");
                // One that is slow has not even failed by now, and would take its time.
                receiver.close();
                assertThat(takeNotice()).isEqualTo("case.opened channel/chat");
            }
        }

        try (ReceivingServer again = new ReceivingServer()) {
            chat = again.url("/chat");
            configure("    - { name: chat, type: slack, url: \"env:CHAT_URL\" }\n");
            try (Notices notices = start()) {
                assertThat(again.take().body()).contains("does not take the commits of data");
                assertThat(takeNotice()).isEqualTo("case.closed channel/chat");
            }
        }
    }

    @Test
    void aHostThatIsGoneIsToldAndThatItIsBackByAWorkerThatStartsAnew() throws Exception {
        FakeRoster roster = new FakeRoster().with("one", true).with("two", true);
        roster.stop("two");
        try (Notices notices = start(Optional.of(new HostWatch("one", roster)))) {
            var data = Json.read(server.take().body().getBytes(StandardCharsets.UTF_8))
                    .path("data");
            assertThat(data.path("case").textValue()).isEqualTo("host/two");
            assertThat(data.path("title").textValue()).isEqualTo("The worker of host two is gone");
            assertThat(data.path("text").textValue())
                    .contains("its 2 repositories", "temporal workflow terminate --workflow-id reconcile-host/two");
        }

        roster.startAgain("two");
        try (Notices notices = start(Optional.of(new HostWatch("one", roster)))) {
            assertThat(takeNotice()).isEqualTo("case.closed host/two");
        }
    }

    /** No run is under way, and no remote can be asked. */
    private static final class NothingUnderWay implements StatusSource {
        @Override
        public List<RepositoryStatus> read(List<RepositoryConfiguration> repositories) {
            throw new AssertionError("asked of " + repositories);
        }

        @Override
        public List<RepositoryStatus> readRunning(List<RepositoryConfiguration> repositories) {
            return List.of();
        }

        @Override
        public List<RunTrace> readTraces(RepositoryConfiguration repository) {
            return List.of();
        }
    }
}
