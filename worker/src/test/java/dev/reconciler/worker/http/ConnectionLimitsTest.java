package dev.reconciler.worker.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ConnectionLimitsTest extends EndpointFixture {
    private static final String REQUEST = "GET /health/live HTTP/1.1\r\nHost: h\r\n\r\n";

    private final List<Socket> strangers = new ArrayList<>();

    @AfterEach
    void hangUp() throws IOException {
        for (Socket stranger : strangers) {
            stranger.close();
        }
    }

    /** A letter now and then is no silence: such a connection stayed for hours. */
    @Test
    void headersThatComeLetterByLetterEndTheConnection() throws Exception {
        serveHealth(new ConnectionLimits(100, Duration.ofMillis(400), Duration.ofSeconds(30), Duration.ofSeconds(30)));
        Socket slow = open("GET /health/live HTTP/1.1\r\nX-Slow: ");

        Awaitility.await().pollInterval(Duration.ofMillis(50)).until(() -> isClosedAfterALetter(slow));
        assertThat(send(request("/health/live").GET().build()).status()).isEqualTo(200);
    }

    /** It was closed after the time that headers may take, often under the next request of a client, which got no answer. */
    @Test
    void aConnectionThatWaitsForItsNextRequestIsNoSlowSender() throws Exception {
        serveHealth(new ConnectionLimits(100, Duration.ofMillis(400), Duration.ofSeconds(30), Duration.ofSeconds(30)));
        Socket kept = open(REQUEST);
        assertThat(readAnswer(kept)).startsWith("HTTP/1.1 200");
        Socket slow = open("GET /health/live HTTP/1.1\r\nX-Slow: ");

        Awaitility.await().pollInterval(Duration.ofMillis(50)).until(() -> isClosedAfterALetter(slow));
        kept.getOutputStream().write(REQUEST.getBytes(StandardCharsets.US_ASCII));

        assertThat(readAnswer(kept)).startsWith("HTTP/1.1 200");
    }

    @Test
    void anAnswerThatTakesLongerThanHeadersMayIsNotCut() throws Exception {
        CompletableFuture<String> rest = new CompletableFuture<>();
        serve(
                routes -> routes.get("/stream", context -> {
                    context.res().getOutputStream().write('a');
                    context.res().flushBuffer();
                    context.future(() -> rest.thenAccept(context::result));
                }),
                new ConnectionLimits(100, Duration.ofMillis(400), Duration.ofMillis(400), Duration.ofSeconds(30)));
        Socket stream = open("GET /stream HTTP/1.1\r\nHost: h\r\n\r\n");
        assertThat(readAnswer(stream)).startsWith("HTTP/1.1 200");
        Socket slow = open("GET /health/live HTTP/1.1\r\nX-Slow: ");

        Awaitility.await().pollInterval(Duration.ofMillis(50)).until(() -> isClosedAfterALetter(slow));
        rest.complete("the rest");

        assertThat(readAnswer(stream)).contains("the rest");
    }

    @Test
    void aConnectionThatWaitsForTooLongIsClosed() throws Exception {
        serveHealth(new ConnectionLimits(100, Duration.ofSeconds(30), Duration.ofMillis(300), Duration.ofSeconds(30)));
        Socket kept = open(REQUEST);
        assertThat(readAnswer(kept)).startsWith("HTTP/1.1 200");

        Awaitility.await().pollInterval(Duration.ofMillis(50)).until(() -> isClosed(kept));
    }

    /** Without a limit the process ran out of file handles, and could read no repository. */
    @Test
    void strangersHoldNoMoreConnectionsThanTheyMay() throws Exception {
        serveHealth(new ConnectionLimits(5, Duration.ofSeconds(30), Duration.ofSeconds(30), Duration.ofMillis(200)));
        for (int i = 0; i < 20; i++) {
            open("GET /health/live HTTP/1.1\r\n");
        }

        assertThat(send(request("/health/live").GET().build()).status()).isEqualTo(200);
        assertThat(strangers.stream().filter(ConnectionLimitsTest::isClosed)).hasSizeGreaterThanOrEqualTo(15);
    }

    /** It kept the time-out of all others, 30 seconds, in which nobody else was let in. */
    @Test
    void theSilentConnectionThatReachesTheLimitMakesRoomToo() throws Exception {
        serveHealth(new ConnectionLimits(1, Duration.ofSeconds(30), Duration.ofSeconds(30), Duration.ofMillis(200)));
        Socket stranger = open("GET /health/live HTTP/1.1\r\n");

        Awaitility.await().pollInterval(Duration.ofMillis(50)).until(() -> isClosed(stranger));
        assertThat(send(request("/health/live").GET().build()).status()).isEqualTo(200);
    }

    /** Only who is silent between requests makes room. */
    @Test
    void whoWaitsForAnAnswerKeepsTheConnectionAlsoAtTheLimit() throws Exception {
        CompletableFuture<String> outcome = new CompletableFuture<>();
        serve(
                routes -> routes.get("/outcome", context -> context.future(() -> outcome.thenAccept(context::result))),
                new ConnectionLimits(3, Duration.ofSeconds(30), Duration.ofSeconds(30), Duration.ofMillis(200)));
        Socket waiting = open("GET /outcome HTTP/1.1\r\nHost: h\r\n\r\n");
        Socket alsoWaiting = open("GET /outcome HTTP/1.1\r\nHost: h\r\n\r\n");
        Socket silent = open("");

        Awaitility.await().pollInterval(Duration.ofMillis(50)).until(() -> isClosed(silent));
        Socket silentToo = open("");
        Awaitility.await().pollInterval(Duration.ofMillis(50)).until(() -> isClosed(silentToo));
        outcome.complete("in-sync");

        assertThat(readAnswer(waiting)).endsWith("in-sync");
        assertThat(readAnswer(alsoWaiting)).endsWith("in-sync");
    }

    @Test
    void aProcessWithFewFileHandlesKeepsMostOfThem() {
        assertThat(ConnectionLimits.ofThisProcess().most()).isBetween(1, 2_000);
    }

    private Socket open(String start) throws IOException {
        Socket stranger = new Socket(address().host(), address().port());
        strangers.add(stranger);
        stranger.setSoTimeout(1);
        stranger.getOutputStream().write(start.getBytes(StandardCharsets.US_ASCII));
        return stranger;
    }

    private static String readAnswer(Socket socket) throws IOException {
        socket.setSoTimeout(10_000);
        byte[] answer = new byte[4096];
        int count = socket.getInputStream().read(answer);
        socket.setSoTimeout(1);
        return new String(answer, 0, Math.max(0, count), StandardCharsets.US_ASCII);
    }

    private static boolean isClosedAfterALetter(Socket stranger) {
        try {
            stranger.getOutputStream().write('a');
        } catch (IOException closed) {
            return true;
        }
        return isClosed(stranger);
    }

    private static boolean isClosed(Socket stranger) {
        try {
            return stranger.getInputStream().read() < 0;
        } catch (SocketException reset) {
            return true;
        } catch (IOException stillSilent) {
            return false;
        }
    }
}
