package dev.reconciler.worker.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What an application hears of its repositories, as it happens. */
class EventStreamTest extends ApplicationFixture {
    private static final String EVENTS = "/api/v1/events";

    /** An open stream; its lines without comments. */
    private final class Stream implements AutoCloseable {
        private final InputStream body;
        private final BufferedReader lines;

        Stream(String token, String lastSeen) throws IOException, InterruptedException {
            HttpRequest.Builder request = request(EVENTS).header("Authorization", "Bearer " + token);
            if (!lastSeen.isEmpty()) {
                request.header("Last-Event-ID", lastSeen);
            }
            HttpResponse<InputStream> response =
                    HttpClient.newHttpClient().send(request.GET().build(), HttpResponse.BodyHandlers.ofInputStream());
            assertThat(response.statusCode()).isEqualTo(200);
            assertThat(response.headers().firstValue("content-type").orElseThrow())
                    .startsWith("text/event-stream");
            body = response.body();
            lines = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8));
        }

        /** The next event: its fields, one a line. */
        List<String> next() throws IOException {
            List<String> event = new ArrayList<>();
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.isEmpty()) {
                    if (event.stream().anyMatch(field -> field.startsWith("data:"))) {
                        return event;
                    }
                    event.clear();
                }
                if (!line.isEmpty() && !line.startsWith(":")) {
                    event.add(line);
                }
            }
            return event;
        }

        @Override
        public void close() throws IOException {
            body.close();
        }
    }

    private static String idOf(List<String> event) {
        return event.stream()
                .filter(line -> line.startsWith("id:"))
                .map(line -> line.substring(3).strip())
                .findFirst()
                .orElseThrow();
    }

    @Test
    void anApplicationFollowsItsRepositoriesAndGoesOnWhereItWas() throws Exception {
        String before;
        try (Stream stream = new Stream(TOKEN, "")) {
            data.script("commit $REMOTE theirs.txt theirs\n");
            post(SECOND, "/api/v1/repositories/other/runs?wait=30s");
            post(TOKEN, "/api/v1/repositories/data/runs?wait=30s");

            List<String> moved = stream.next();
            List<String> outcome = stream.next();

            assertThat(moved).anyMatch("event: moved"::equals);
            assertThat(moved).anyMatch(line -> line.startsWith("data:") && line.contains("\"repository\":\"data\""));
            assertThat(outcome).anyMatch("event: outcome"::equals);
            assertThat(outcome).anyMatch(line -> line.contains("\"outcome\":\"fast-forwarded\""));
            before = idOf(moved);
        }

        try (Stream again = new Stream(TOKEN, before)) {
            assertThat(again.next()).anyMatch(line -> line.contains("\"outcome\":\"fast-forwarded\""));
        }
    }

    /** Otherwise a stream that ends before its first event could not be opened again without missing some. */
    @Test
    void aStreamSaysBehindWhichEventItBegins() throws Exception {
        String begins;
        try (Stream stream = new Stream(TOKEN, "")) {
            begins = stream.lines.readLine();
        }
        data.script("commit $REMOTE theirs.txt missed\n");
        post(TOKEN, "/api/v1/repositories/data/runs?wait=30s");

        try (Stream again = new Stream(TOKEN, begins.substring("id: ".length()))) {
            assertThat(again.next()).anyMatch("event: moved"::equals);
        }
    }

    @Test
    void whoHasSeenWhatIsNotKeptAnyMoreIsTold() throws Exception {
        try (Stream stream = new Stream(TOKEN, "12")) {
            assertThat(stream.next()).anyMatch("event: reset"::equals);
        }
    }

    @Test
    void aStrangerHearsNothing() throws Exception {
        assertProblem(get("wrong", EVENTS), 401, "bearer token");
    }

    @Test
    void aStreamMoreThanMayBeOpenIsToldWhenToAskAgain() throws Exception {
        List<Socket> open = new ArrayList<>();
        try {
            List<String> head;
            do {
                open.add(openSocket());
                head = readHead(open.get(open.size() - 1));
            } while (head.get(0).equals("HTTP/1.1 200 OK"));

            assertThat(head).contains("HTTP/1.1 503 Service Unavailable", "Retry-After: 10");
            // Streams of other tests may not have been missed yet.
            assertThat(open).hasSizeBetween(190, 201);
        } finally {
            for (Socket socket : open) {
                socket.close();
            }
        }
    }

    private Socket openSocket() throws IOException {
        URI events = request(EVENTS).build().uri();
        Socket socket = new Socket(events.getHost(), events.getPort());
        socket.getOutputStream()
                .write(("GET " + EVENTS + " HTTP/1.1\r\nHost: h\r\nAuthorization: Bearer " + TOKEN + "\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    private static List<String> readHead(Socket socket) throws IOException {
        BufferedReader lines =
                new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
        List<String> head = new ArrayList<>();
        for (String line = lines.readLine(); line != null && !line.isEmpty(); line = lines.readLine()) {
            head.add(line);
        }
        return head;
    }
}
