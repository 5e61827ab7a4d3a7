package dev.reconciler.worker.http;

import dev.reconciler.thread.VirtualThreads;
import dev.reconciler.worker.api.RequestProblemException;
import dev.reconciler.worker.api.TokenCheck;
import dev.reconciler.worker.config.ApiToken;
import dev.reconciler.worker.event.EventLog;
import dev.reconciler.worker.event.HostEvent;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A path at which somebody follows what happens to the repositories that they may see, as it happens. */
public final class EventRoutes implements HttpRoutes {
    private static final Logger LOG = LoggerFactory.getLogger(EventRoutes.class);
    private static final String LAST_SEEN = "Last-Event-ID";
    private static final int MOST_STREAMS = 200;
    private static final Duration LATER = Duration.ofSeconds(10);

    /** A reader that has gone, and a token that has, are found out by then. */
    private static final Duration BETWEEN_SIGNS = Duration.ofSeconds(5);

    private final String path;
    private final Function<Context, StreamReader> readers;
    private final EventLog log;
    private final AtomicInteger streams = new AtomicInteger();
    private final ExecutorService writers = VirtualThreads.newDaemonExecutor("events");

    /** @param readers finds out who opens a stream, from the request before it goes on without its thread */
    public EventRoutes(String path, Function<Context, StreamReader> readers, EventLog log) {
        this.path = path;
        this.readers = readers;
        this.log = log;
    }

    /** The path {@code /api/v1/events}, for those who have one of the tokens. */
    public static EventRoutes forTokens(TokenCheck tokens, EventLog log) {
        return new EventRoutes(
                ProblemAnswers.API + "v1/events",
                context -> {
                    String authorization = context.header("Authorization");
                    return () -> tokens.requireToken(authorization);
                },
                log);
    }

    @Override
    public void addTo(RoutesConfig routes) {
        routes.get(path, this::open);
    }

    private void open(Context context) {
        // The headers of the request are read before it goes on without its thread.
        StreamReader reader = readers.apply(context);
        reader.require();
        String seen = context.header(LAST_SEEN);
        if (streams.incrementAndGet() > MOST_STREAMS) {
            streams.decrementAndGet();
            throw RequestProblemException.unavailable(
                    "too many streams are open; close some, or ask again later", LATER);
        }
        // A proxy that keeps an answer back until it is long enough would let no event through for hours.
        context.contentType("text/event-stream")
                .header("Cache-Control", "no-store")
                .header("X-Accel-Buffering", "no");
        boolean isHead = context.method().equals(HandlerType.HEAD);
        context.future(
                () -> CompletableFuture.runAsync(isHead ? () -> {} : () -> follow(context, reader, seen), writers)
                        .whenComplete((end, failure) -> streams.decrementAndGet()));
    }

    private void follow(Context context, StreamReader reader, @Nullable String lastSeen) {
        try {
            EventWriter writer = new EventWriter(context.res().getOutputStream());
            long seen = lastSeen == null ? log.newest() : resume(writer, lastSeen);
            writer.writePosition(seen);
            while (true) {
                seen = sendAfter(writer, reader, seen);
            }
        } catch (RequestProblemException tokenIsGone) {
            LOG.debug("a stream ends with its token");
        } catch (IOException | IllegalStateException | NullPointerException readerIsGone) {
            // The server has taken its objects back from a reader that hung up, and they throw any of these then.
            LOG.debug("a reader hung up: {}", readerIsGone.toString());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    /** The event behind which the stream goes on; where the log does not reach back so far, the reader is told. */
    private long resume(EventWriter writer, String lastSeen) throws IOException {
        try {
            long seen = Long.parseLong(lastSeen.strip());
            if (log.reachesBackTo(seen)) {
                return seen;
            }
        } catch (NumberFormatException noNumber) {
            LOG.debug("a stream goes on behind no number");
        }
        long newest = log.newest();
        writer.writeEvent("reset", newest, "{}");
        return newest;
    }

    private long sendAfter(EventWriter writer, StreamReader reader, long seen)
            throws IOException, InterruptedException {
        List<HostEvent> events = log.awaitAfter(seen, BETWEEN_SIGNS);
        // After the wait: the token may have been removed in it, before what is to be sent has happened.
        ApiToken token = reader.require();
        for (HostEvent event : events) {
            if (token.covers(event.repository())) {
                writer.writeEvent(event.name(), event.id(), event.data());
            }
        }
        if (events.isEmpty()) {
            writer.writeSign();
            return seen;
        }
        return events.get(events.size() - 1).id();
    }

    /** Who reads a stream. */
    @FunctionalInterface
    public interface StreamReader {
        /**
         * The token that says what the reader may see, looked up anew each time.
         *
         * @throws RequestProblemException if the reader may not read any more
         */
        ApiToken require();
    }
}
