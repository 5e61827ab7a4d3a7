package dev.reconciler.worker.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reconciler.model.RepositoryId;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Strangers who send what they like, for long: what this process uses afterwards is what it used before. */
@Tag("long")
class RequestFloodTest extends EndpointFixture {
    private static final String REPOSITORIES = """
            - { id: hub, path: hub.git, remote: "https://github.com/civic-org/open-data", branch: main }
            """;
    private static final int REQUESTS_OF_A_CONNECTION = 50;
    private static final int CONNECTIONS = 2_000;
    private static final long MOST_GROWTH = 8L << 20;
    private static final Pattern ANSWER = Pattern.compile("HTTP/1\\.1 (\\d{3}) ");
    private static final List<String> PATHS = List.of(
            "/webhooks/github",
            "/webhooks/gitlab",
            "/webhooks/gitea",
            "/webhooks/reload",
            "/health/ready",
            "/",
            "/x?y=z");
    private static final List<String> METHODS =
            List.of("POST", "POST", "POST", "GET", "HEAD", "PUT", "OPTIONS", "BREW");

    @Test
    void aHundredThousandRequestsLeaveNeitherMemoryNorThreads() throws Exception {
        serveWithHealth(configuration(REPOSITORIES, SECRETS), new Readiness(List.of(new RepositoryId("hub"))));
        sendAll(0, CONNECTIONS / 10);
        long heap = readHeap();
        int threads = Thread.activeCount();

        long answered = sendAll(CONNECTIONS / 10, CONNECTIONS + CONNECTIONS / 10);
        long grown = readHeap() - heap;

        System.out.printf(
                "%d requests: %d answers, heap %d KiB before, %d KiB more after, threads %d and %d%n",
                CONNECTIONS * REQUESTS_OF_A_CONNECTION,
                answered,
                heap >> 10,
                grown >> 10,
                threads,
                Thread.activeCount());
        assertThat(answered).isGreaterThan(CONNECTIONS * REQUESTS_OF_A_CONNECTION / 2);
        assertThat(starter.started).isEmpty();
        assertThat(grown).isLessThan(MOST_GROWTH);
        assertThat(Thread.activeCount()).isLessThanOrEqualTo(threads + 4);
    }

    private long sendAll(int from, int to) {
        return IntStream.range(from, to)
                .parallel()
                .mapToLong(seed -> sendOnOneConnection(new Random(seed)))
                .sum();
    }

    private long sendOnOneConnection(Random random) {
        try (Socket sender = new Socket(address().host(), address().port())) {
            sender.setSoTimeout(30_000);
            ByteArrayOutputStream requests = new ByteArrayOutputStream();
            for (int i = 1; i <= REQUESTS_OF_A_CONNECTION; i++) {
                requests.write(request(random, i == REQUESTS_OF_A_CONNECTION));
            }
            sender.getOutputStream().write(requests.toByteArray());
            sender.shutdownOutput();
            String answers = new String(sender.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
            assertThat(ANSWER.matcher(answers).results().map(answer -> answer.group(1)))
                    .doesNotContain("202", "500");
            return ANSWER.matcher(answers).results().count();
        } catch (IOException refusedWhileItSent) {
            return 0;
        }
    }

    private static byte[] request(Random random, boolean isLast) {
        try {
            byte[] body = payload("github-push");
            body[random.nextInt(body.length)] ^= 1;
            String head = METHODS.get(random.nextInt(METHODS.size())) + " " + PATHS.get(random.nextInt(PATHS.size()))
                    + " HTTP/1.1\r\nHost: h\r\nContent-Length: " + body.length + "\r\nX-GitHub-Event: push\r\n"
                    + "X-Hub-Signature-256: sha256=" + Long.toHexString(random.nextLong()) + "\r\nX-Gitlab-Token: "
                    + random.nextInt() + (isLast ? "\r\nConnection: close" : "") + "\r\n\r\n";
            ByteArrayOutputStream request = new ByteArrayOutputStream();
            request.write(head.getBytes(StandardCharsets.US_ASCII));
            request.write(body);
            byte[] bytes = request.toByteArray();
            // One in a thousand is broken anywhere, and ends its connection.
            if (random.nextInt(1_000) == 0) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
            }
            return bytes;
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    private static long readHeap() {
        System.gc();
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
