package dev.reconciler.worker.http;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.reconciler.model.RepositoryId;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.LoggerFactory;

/** What no forge sends, written on the wire as it is. None is a defect of this program, and none starts a run. */
@Tag("slow")
class OddRequestsTest extends EndpointFixture {
    private static final String REPOSITORIES = """
            - { id: hub, path: hub.git, remote: "https://github.com/civic-org/open-data", branch: main }
            """;

    private final Logger log = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
    private final ListAppender<ILoggingEvent> logged = new ListAppender<>();

    @BeforeEach
    void serveHealthAndWebhooks() throws IOException {
        serveWithHealth(configuration(REPOSITORIES, SECRETS), new Readiness(List.of(new RepositoryId("hub"))));
        logged.start();
        log.addAppender(logged);
    }

    @AfterEach
    void stopLogging() {
        log.detachAppender(logged);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            HEAD /health/live HTTP/1.1\\r\\nHost: h                                            | 200
            HEAD /health/ready HTTP/1.1\\r\\nHost: h                                           | 503
            HEAD /webhooks/github HTTP/1.1\\r\\nHost: h                                        | 405
            HEAD /nowhere HTTP/1.1\\r\\nHost: h                                                | 404
            OPTIONS /webhooks/github HTTP/1.1\\r\\nHost: h                                     | 405
            OPTIONS * HTTP/1.1\\r\\nHost: h                                                    | 404
            TRACE /webhooks/github HTTP/1.1\\r\\nHost: h\\r\\nCookie: canary                     | 405
            PUT /webhooks/github HTTP/1.1\\r\\nHost: h\\r\\nContent-Length: 0                    | 405
            BREW /webhooks/github HTTP/1.1\\r\\nHost: h                                        | 405
            GET /webhooks/../health/live HTTP/1.1\\r\\nHost: h                                 | 404
            GET /webhooks/%2e%2e/health/live HTTP/1.1\\r\\nHost: h                             | 404
            GET /webhooks/..%2fhealth/live HTTP/1.1\\r\\nHost: h                               | 404
            GET /../../etc/passwd HTTP/1.1\\r\\nHost: h                                        | 400
            GET /health/live;x=y HTTP/1.1\\r\\nHost: h                                         | 404
            GET //health//live HTTP/1.1\\r\\nHost: h                                           | 404
            GET /%00 HTTP/1.1\\r\\nHost: h                                                     | 400
            GET /%zz HTTP/1.1\\r\\nHost: h                                                     | 400
            GET http://elsewhere/health/live HTTP/1.1\\r\\nHost: h                             | 400
            GET /health/live HTTP/1.1                                                        | 400
            GET /health/live HTTP/1.1\\r\\nHost: h\\r\\nHost: i                                  | 400
            GET /health/live HTTP/9.9\\r\\nHost: h                                             | 505
            GET /health/live                                                                 | 505
            POST /webhooks/github HTTP/1.1\\r\\nHost: h\\r\\nContent-Length: 1\\r\\nContent-Length: 2 | 400
            POST /webhooks/github HTTP/1.1\\r\\nHost: h\\r\\nContent-Length: -1                  | 400
            POST /webhooks/github HTTP/1.1\\r\\nHost: h\\r\\nContent-Length: 99999999999999999999 | 400
            POST /webhooks/github HTTP/1.1\\r\\nHost: h\\r\\nTransfer-Encoding: chunked\\r\\nContent-Length: 2 | 400
            POST /webhooks/github HTTP/1.1\\r\\nHost: h\\r\\nTransfer-Encoding: gzip             | 400
            POST /webhooks/github HTTP/1.1\\r\\nHost: h\\r\\nContent-Length: 0\\r\\nExpect: 200-ok | 417
            POST /webhooks/github HTTP/1.1\\r\\nHost: h\\r\\nContent-Length: 0                   | 401
            PRI * HTTP/2.0                                                                   | 426
            \\26\\3\\1 TLS                                                                   | 400
            """)
    void isAnsweredAndIsNoDefect(String head, int status) throws Exception {
        assertThat(answer(unescape(head) + "\r\n\r\n")).startsWith("HTTP/1.1 " + status + " ");
        assertNothingHappened();
    }

    @Test
    void headersOfMegabytesAreRefused() throws Exception {
        assertThat(answer("GET /health/live HTTP/1.1\r\nHost: h\r\nX-Long: " + "x".repeat(1 << 20) + "\r\n\r\n"))
                .startsWith("HTTP/1.1 431 ");
        assertNothingHappened();
    }

    @Test
    void severalRequestsInOnePacketAreAnsweredInTheirOrder() throws Exception {
        String answers = answer("GET /health/live HTTP/1.1\r\nHost: h\r\n\r\n"
                + "POST /webhooks/github HTTP/1.1\r\nHost: h\r\nContent-Length: 2\r\n\r\n{}"
                + "GET /other HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");

        assertThat(answers).containsSubsequence("HTTP/1.1 200 ", "HTTP/1.1 401 ", "HTTP/1.1 404 ");
        assertNothingHappened();
    }

    /** Its sender may send another request right behind the rest of the body, which nobody would read. */
    @Test
    void whoIsRefusedBeforeTheBodyHasComeIsToldThatTheConnectionEnds() throws Exception {
        try (Socket sender = new Socket(address().host(), address().port())) {
            write(sender, "POST /other HTTP/1.1\r\nHost: h\r\nContent-Length: 2\r\n\r\n");

            assertThat(readAnswer(sender)).startsWith("HTTP/1.1 404 ").contains("\r\nConnection: close\r\n");
        }
        assertNothingHappened();
    }

    /** Of two signatures, the wrong one would do if the first alone were looked at and the second believed. */
    @Test
    void aPushWithTwoSignaturesIsTakenByTheFirst() throws Exception {
        byte[] push = payload("github-push");
        String head = "POST /webhooks/github HTTP/1.1\r\nHost: h\r\nConnection: close\r\nX-GitHub-Event: push\r\n"
                + "Content-Length: " + push.length + "\r\nX-Hub-Signature-256: sha256=" + "0".repeat(64)
                + "\r\nX-Hub-Signature-256: sha256=" + sign(push) + "\r\n\r\n";

        assertThat(answer(head + new String(push, StandardCharsets.ISO_8859_1))).startsWith("HTTP/1.1 401 ");
        assertNothingHappened();
    }

    @Test
    void aSenderWhoAsksWhetherToGoOnIsToldSo() throws Exception {
        byte[] push = payload("github-push");
        try (Socket sender = new Socket(address().host(), address().port())) {
            write(
                    sender,
                    "POST /webhooks/github HTTP/1.1\r\nHost: h\r\nConnection: close\r\nX-GitHub-Event: push\r\n"
                            + "Content-Type: application/json\r\nExpect: 100-continue\r\nContent-Length: " + push.length
                            + "\r\nX-Hub-Signature-256: sha256=" + sign(push) + "\r\n\r\n");
            assertThat(new String(sender.getInputStream().readNBytes(25), StandardCharsets.ISO_8859_1))
                    .isEqualTo("HTTP/1.1 100 Continue\r\n\r\n");
            sender.getOutputStream().write(push);

            assertThat(readAll(sender)).startsWith("HTTP/1.1 202 ");
        }
    }

    @Test
    void aBodyWithoutAnEndIsCutOff() throws Exception {
        try (Socket sender = new Socket(address().host(), address().port())) {
            write(sender, "POST /webhooks/github HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n");
            byte[] chunk = ("100000\r\n" + "x".repeat(1 << 20) + "\r\n").getBytes(StandardCharsets.US_ASCII);
            int sent = 0;
            try {
                while (sender.getInputStream().available() == 0 && sent < 1_000) {
                    sender.getOutputStream().write(chunk);
                    sent++;
                }
            } catch (IOException cutOff) {
                // The answer was not waited for.
            }

            assertThat(sent).isLessThan(200);
            assertNothingHappened();
        }
    }

    private void assertNothingHappened() {
        assertThat(starter.started).isEmpty();
        assertThat(logged.list).noneMatch(event -> event.getLevel().isGreaterOrEqual(Level.WARN));
    }

    private String answer(String request) throws IOException {
        try (Socket sender = new Socket(address().host(), address().port())) {
            sender.setSoTimeout(1_000);
            try {
                write(sender, request);
                sender.shutdownOutput();
            } catch (SocketException refused) {
                // Before it had all of it. Its answer is here already.
            }
            return readAnswer(sender);
        }
    }

    /** What came until the end of the connection, be it a reset. */
    private static String readAnswer(Socket sender) throws IOException {
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        try {
            sender.getInputStream().transferTo(answer);
        } catch (SocketException reset) {
            // What was not read of a request makes one of its end.
        }
        return answer.toString(StandardCharsets.ISO_8859_1);
    }

    private static void write(Socket sender, String text) throws IOException {
        sender.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static String readAll(Socket sender) throws IOException {
        return new String(sender.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    }

    private static String unescape(String head) {
        return head.translateEscapes();
    }
}
