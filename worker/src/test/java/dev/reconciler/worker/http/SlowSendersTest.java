package dev.reconciler.worker.http;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.reconciler.model.RepositoryId;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** Senders who announce a body and do not send it, or hang up in the middle of it. */
@Tag("slow")
class SlowSendersTest extends EndpointFixture {
    private static final String REPOSITORIES = """
            - { id: hub, path: hub.git, remote: "https://github.com/civic-org/open-data", branch: main }
            """;

    private final List<Socket> senders = new ArrayList<>();

    @BeforeEach
    void serveHealthAndWebhooks() throws IOException {
        serveWithHealth(configuration(REPOSITORIES, SECRETS), new Readiness(List.of(new RepositoryId("hub"))));
    }

    @AfterEach
    void hangUp() throws IOException {
        for (Socket sender : senders) {
            sender.close();
        }
    }

    @Test
    void healthAndSignedPushesAreAnsweredWhileTwoHundredSendersHang() throws Exception {
        for (int i = 0; i < 200; i++) {
            beginBody(1_000_000, 10);
        }

        assertThat(send(request("/health/live").GET().build()).status()).isEqualTo(200);
        assertThat(deliver("github", "push", payload("github-push")).status()).isEqualTo(202);
        assertThat(answeredSenders()).isEmpty();
    }

    @Test
    void largeBodiesAreTakenAFewAtATimeAndSmallOnesAlways() throws Exception {
        for (int i = 0; i < 5; i++) {
            beginBody(1_000_000, 100_000);
        }

        List<Socket> answered = Awaitility.await().until(this::answeredSenders, some -> !some.isEmpty());

        assertThat(answered).hasSize(1);
        assertThat(answered.get(0).getInputStream().readNBytes(12)).asString().isEqualTo("HTTP/1.1 503");
        assertThat(deliver("github", "push", payload("github-push")).status()).isEqualTo(202);
    }

    @Test
    void aSenderWhoHangsUpIsNoDefectOfThisProgram() throws Exception {
        Logger log = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
        ListAppender<ILoggingEvent> appender = new ListAppender<>();
        appender.start();
        log.addAppender(appender);
        try {
            for (int i = 0; i < 5; i++) {
                beginBody(1_000_000, 100_000).close();
            }
            // Each that hung up has given its turn back.
            byte[] push = payload("github-push");
            byte[] large = Arrays.copyOf(push, 200_000);
            Arrays.fill(large, push.length, large.length, (byte) ' ');
            Awaitility.await().until(() -> deliver("github", "push", large).status(), Predicate.isEqual(202));
        } finally {
            log.detachAppender(appender);
        }

        assertThat(appender.list).noneMatch(event -> event.getLevel().isGreaterOrEqual(Level.WARN));
    }

    private List<Socket> answeredSenders() throws IOException {
        List<Socket> answered = new ArrayList<>();
        for (Socket sender : senders) {
            if (sender.getInputStream().available() > 0) {
                answered.add(sender);
            }
        }
        return answered;
    }

    private Socket beginBody(int announced, int sent) throws IOException {
        Socket sender = new Socket(address().host(), address().port());
        senders.add(sender);
        sender.getOutputStream()
                .write(("POST /webhooks/github HTTP/1.1\r\nHost: h\r\nContent-Length: " + announced + "\r\n\r\n"
                                + " ".repeat(sent))
                        .getBytes(StandardCharsets.US_ASCII));
        return sender;
    }
}
