package dev.reconciler.client;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * What happens to an application's repositories, in order. Where the connection breaks, or the worker is started anew,
 * the stream goes on behind the last event that it gave, so that none is missed and none comes twice. For one thread.
 */
public final class EventStream implements AutoCloseable {
    private static final Duration OPENS_WITHIN = Duration.ofSeconds(30);

    /** The worker writes a sign every five seconds: a connection on which nothing comes for longer is a dead one. */
    private static final Duration SILENT_FOR = Duration.ofSeconds(20);

    private static final Duration BETWEEN_TRIES = Duration.ofSeconds(1);

    private final ApiRequests requests;
    private @Nullable String lastSeen;
    private @Nullable EventLines lines;

    private EventStream(ApiRequests requests, @Nullable String lastSeen) {
        this.requests = requests;
        this.lastSeen = lastSeen;
    }

    static EventStream open(ApiRequests requests, @Nullable String lastSeen) throws IOException, InterruptedException {
        EventStream stream = new EventStream(requests, lastSeen);
        stream.lines = stream.connect();
        return stream;
    }

    /** The id of the last event that {@link #next} gave, or that the stream began behind; null before the first. */
    public @Nullable String lastSeen() {
        return lastSeen;
    }

    /**
     * Waits for the next event. A connection that breaks is made again within this time, as often as it takes.
     *
     * @return empty where nothing happened within that time
     * @throws ReconcilerProblemException if the worker refuses the token
     */
    public Optional<ReceivedEvent> next(Duration within) throws IOException, InterruptedException {
        long end = System.nanoTime() + within.toNanos();
        for (long left = within.toNanos(); left > 0; left = end - System.nanoTime()) {
            Optional<ReceivedEvent> event = readEvent(left);
            if (event.isPresent()) {
                return event;
            }
        }
        return Optional.empty();
    }

    private Optional<ReceivedEvent> readEvent(long nanos) throws IOException, InterruptedException {
        EventLines open = lines;
        if (open == null) {
            reconnect(nanos);
            return Optional.empty();
        }
        Optional<ReceivedEvent> event = open.readEvent(Math.min(nanos, SILENT_FOR.toNanos()));
        if (!open.position().isEmpty()) {
            lastSeen = open.position();
        }
        if (event.isEmpty() && (open.isOver() || open.isSilentFor(SILENT_FOR))) {
            disconnect();
        }
        return event;
    }

    private void reconnect(long nanos) throws IOException, InterruptedException {
        try {
            lines = connect();
        } catch (ReconcilerProblemException refused) {
            if (refused.status() != 503) {
                throw refused;
            }
            pause(nanos);
        } catch (IOException notYet) {
            pause(nanos);
        }
    }

    private static void pause(long nanos) throws InterruptedException {
        TimeUnit.NANOSECONDS.sleep(Math.min(nanos, BETWEEN_TRIES.toNanos()));
    }

    private EventLines connect() throws IOException, InterruptedException {
        EventLines opened = new EventLines();
        CompletableFuture<HttpResponse<EventLines>> answer = requests.open("/events", lastSeen, opened.handler());
        boolean isOpen = false;
        try {
            HttpResponse<EventLines> response = answer.get(OPENS_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
            if (response.statusCode() != 200) {
                throw ApiRequests.describeProblem(
                        response, opened.readRest(OPENS_WITHIN).getBytes(StandardCharsets.UTF_8));
            }
            isOpen = true;
            return opened;
        } catch (ExecutionException failed) {
            throw failed.getCause() instanceof IOException unreached ? unreached : new IOException(failed.getCause());
        } catch (TimeoutException late) {
            throw new IOException("the worker did not answer within " + OPENS_WITHIN.toSeconds() + " s", late);
        } finally {
            // A stream that nobody reads would keep one of the worker's places.
            if (!isOpen) {
                answer.cancel(true);
                opened.close();
            }
        }
    }

    private void disconnect() {
        if (lines != null) {
            lines.close();
        }
        lines = null;
    }

    @Override
    public void close() {
        disconnect();
    }
}
