package dev.reconciler.client;

import java.io.IOException;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.BodySubscribers;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow.Subscriber;
import java.util.concurrent.Flow.Subscription;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The lines of one connection, made into events. The JDK's client gives no time to a read from a body, so the lines come
 * to this subscriber, and whoever reads waits here.
 */
final class EventLines implements AutoCloseable {
    private static final int AHEAD = 64;

    private final Queue<String> waiting = new ArrayDeque<>();
    private @Nullable Subscription subscription;
    private boolean ended;
    private boolean closed;
    private long lastLineNanos = System.nanoTime();

    private String id = "";
    private String position = "";
    private String name = "";
    private final StringBuilder data = new StringBuilder();

    BodyHandler<EventLines> handler() {
        return response -> new OpenBody(
                BodySubscribers.fromLineSubscriber(new LineSubscriber(), lines -> this, StandardCharsets.UTF_8, null));
    }

    /** Empty where none came in that time, or the connection is over. */
    Optional<ReceivedEvent> readEvent(long nanos) throws IOException, InterruptedException {
        long end = System.nanoTime() + nanos;
        for (String line = poll(end); line != null; line = poll(end)) {
            if (line.isEmpty()) {
                position = id;
                if (data.length() > 0) {
                    return Optional.of(takeEvent());
                }
            } else {
                addField(line);
            }
        }
        return Optional.empty();
    }

    /** The id behind which the stream goes on, of an event or without one; empty before the first. */
    String position() {
        return position;
    }

    private void addField(String line) {
        int colon = line.indexOf(':');
        String field = colon < 0 ? line : line.substring(0, colon);
        String value = colon < 0 ? "" : line.substring(colon + 1);
        String text = value.startsWith(" ") ? value.substring(1) : value;
        switch (field) {
            case "id" -> id = text;
            case "event" -> name = text;
            case "data" -> data.append(text).append('\n');
            default -> {
                // A comment, or a field that this client does not know.
            }
        }
    }

    private ReceivedEvent takeEvent() throws IOException {
        ReceivedEvent event = new ReceivedEvent(id, name, ApiJson.parse(data.toString()));
        data.setLength(0);
        name = "";
        return event;
    }

    /** All that comes until the end: the body of a refusal. */
    String readRest(Duration within) throws InterruptedException {
        long end = System.nanoTime() + within.toNanos();
        StringBuilder rest = new StringBuilder();
        for (String line = poll(end); line != null; line = poll(end)) {
            rest.append(line).append('\n');
        }
        return rest.toString();
    }

    private synchronized @Nullable String poll(long end) throws InterruptedException {
        for (long left = end - System.nanoTime();
                waiting.isEmpty() && !ended && left > 0;
                left = end - System.nanoTime()) {
            TimeUnit.NANOSECONDS.timedWait(this, Math.max(left, 1_000_000));
        }
        String line = waiting.poll();
        if (line != null && subscription != null) {
            subscription.request(1);
        }
        return line;
    }

    synchronized boolean isOver() {
        return ended && waiting.isEmpty();
    }

    synchronized boolean isSilentFor(Duration time) {
        return System.nanoTime() - lastLineNanos >= time.toNanos();
    }

    @Override
    public synchronized void close() {
        closed = true;
        end();
    }

    private synchronized void end() {
        ended = true;
        if (closed && subscription != null) {
            subscription.cancel();
        }
        notifyAll();
    }

    private synchronized void add(String line) {
        waiting.add(line);
        lastLineNanos = System.nanoTime();
        notifyAll();
    }

    private synchronized void begin(Subscription opened) {
        subscription = opened;
        if (closed) {
            opened.cancel();
        } else {
            opened.request(AHEAD);
        }
    }

    private final class LineSubscriber implements Subscriber<String> {
        @Override
        public void onSubscribe(Subscription opened) {
            begin(opened);
        }

        @Override
        public void onNext(String line) {
            add(line);
        }

        @Override
        public void onError(Throwable broken) {
            end();
        }

        @Override
        public void onComplete() {
            end();
        }
    }

    /** The JDK's subscriber for lines hands the body out at its end only, and this one has none. */
    private final class OpenBody implements BodySubscriber<EventLines> {
        private final BodySubscriber<EventLines> lines;

        OpenBody(BodySubscriber<EventLines> lines) {
            this.lines = lines;
        }

        @Override
        public CompletionStage<EventLines> getBody() {
            return CompletableFuture.completedStage(EventLines.this);
        }

        @Override
        public void onSubscribe(Subscription opened) {
            lines.onSubscribe(opened);
        }

        @Override
        public void onNext(List<ByteBuffer> buffers) {
            lines.onNext(buffers);
        }

        @Override
        public void onError(Throwable broken) {
            lines.onError(broken);
        }

        @Override
        public void onComplete() {
            lines.onComplete();
        }
    }
}
