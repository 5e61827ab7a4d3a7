package dev.reconciler.worker.event;

import com.fasterxml.jackson.databind.JsonNode;
import dev.reconciler.git.error.DiskErrors;
import dev.reconciler.git.file.ReplacedFile;
import dev.reconciler.json.Json;
import dev.reconciler.model.RepositoryId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The newest events of this host, in a file of its state directory: a reader that was away, or outlived the worker, goes
 * on behind the event that it saw last. Safe for use by several threads.
 *
 * <p>The number of an event is the time where it can be, and greater than all before it: after a power cut that took the
 * last events, no number is given twice.
 */
public final class EventLog {
    /** So many are kept. */
    public static final int KEPT = 10_000;

    /** The number before all events. */
    private static final long BEGINNING = 0;

    private static final Logger LOG = LoggerFactory.getLogger(EventLog.class);

    private final Path file;
    private final InstantSource clock;
    private final Deque<HostEvent> kept = new ArrayDeque<>();
    private int lines;

    /** The newest so many are not in the file: the disk has refused them. */
    private int missing;

    /** Whether the file may end in half a line, which the next one would be joined to. */
    private boolean mayEndInHalf;

    private EventLog(Path file, InstantSource clock) {
        this.file = file;
        this.clock = clock;
    }

    /**
     * Opens the log in a state directory. A disk that is full hinders it as little as it hinders {@link #append}.
     *
     * @throws IOException if the events can't be read, or this user may not write them
     */
    public static EventLog open(Path state, InstantSource clock) throws IOException {
        EventLog log = new EventLog(state.resolve("events.jsonl"), clock);
        log.load();
        return log;
    }

    private synchronized void load() throws IOException {
        String text = readText();
        text.lines()
                .flatMap(line -> parse(line).stream())
                // What was written before a disk was full is written again once it has room.
                .filter(event -> kept.isEmpty() || event.id() > kept.getLast().id())
                .forEach(this::keep);
        try {
            // A power cut may have left half a line at the end, which the next one would be joined to.
            rewrite();
        } catch (IOException refused) {
            if (DiskErrors.isForbidden(refused)) {
                throw refused;
            }
            mayEndInHalf = !text.isEmpty() && !text.endsWith("\n");
            warn(refused);
        }
    }

    private String readText() throws IOException {
        try {
            // Whatever a broken disk has left there is text of this kind.
            return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
        } catch (NoSuchFileException none) {
            return "";
        }
    }

    private static Optional<HostEvent> parse(String line) {
        try {
            JsonNode event = Json.read(line.getBytes(StandardCharsets.UTF_8));
            return Optional.of(new HostEvent(
                    event.required("id").longValue(),
                    event.required("event").textValue(),
                    new RepositoryId(event.required("repository").textValue()),
                    event.required("data").toString()));
        } catch (IOException | RuntimeException broken) {
            return Optional.empty();
        }
    }

    private static String format(HostEvent event) {
        return "{\"id\":" + event.id() + ",\"event\":" + Json.write(event.name()) + ",\"repository\":"
                + Json.write(event.repository().value()) + ",\"data\":" + event.data() + "}\n";
    }

    private void keep(HostEvent event) {
        kept.add(event);
        if (kept.size() > KEPT) {
            kept.remove();
        }
    }

    /** Adds an event. A disk that refuses it keeps nobody from learning of it now. */
    public synchronized void append(String name, RepositoryId repository, Map<String, ?> data) {
        append(name, repository, Json.write(data));
    }

    synchronized void append(String name, RepositoryId repository, String data) {
        long next = kept.isEmpty() ? 0 : kept.getLast().id() + 1;
        HostEvent event = new HostEvent(Math.max(next, clock.millis()), name, repository, data);
        keep(event);
        missing++;
        try {
            write();
        } catch (IOException refused) {
            mayEndInHalf = true;
            warn(refused);
        }
        notifyAll();
    }

    // Only what is missing: on a disk with little room a copy of all would take the last of it from everybody.
    private void write() throws IOException {
        if (lines + missing > 2 * KEPT) {
            rewrite();
            return;
        }
        StringBuilder text = new StringBuilder(mayEndInHalf ? "\n" : "");
        kept.stream().skip(Math.max(0, kept.size() - missing)).forEach(event -> text.append(format(event)));
        Files.writeString(file, text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        lines += missing;
        noteWhole();
    }

    private void noteWhole() {
        missing = 0;
        mayEndInHalf = false;
    }

    private void warn(IOException refused) {
        LOG.warn(
                "{} can't be written, and until it can, a restart of the worker forgets newer events: {}",
                file,
                refused.toString());
    }

    /** Whether one of the events that are kept says the same. */
    synchronized boolean has(String name, RepositoryId repository, String data) {
        return kept.stream()
                .filter(event -> event.name().equals(name) && event.repository().equals(repository))
                .anyMatch(event -> isSame(event.data(), data));
    }

    // What was read from the file is the same text again, but for how letters are escaped.
    private static boolean isSame(String one, String other) {
        try {
            return one.equals(other)
                    || Json.read(one.getBytes(StandardCharsets.UTF_8))
                            .equals(Json.read(other.getBytes(StandardCharsets.UTF_8)));
        } catch (IOException impossible) {
            return false;
        }
    }

    private void rewrite() throws IOException {
        StringBuilder text = new StringBuilder();
        kept.forEach(event -> text.append(format(event)));
        ReplacedFile.write(file, text.toString());
        lines = kept.size();
        noteWhole();
    }

    /** The number of the newest event; where there is none, one that is before all. */
    public synchronized long newest() {
        return kept.isEmpty() ? BEGINNING : kept.getLast().id();
    }

    /** Whether the log has every event that came after that one. */
    public synchronized boolean reachesBackTo(long id) {
        if (id == BEGINNING) {
            // Once one was dropped, the log stays full.
            return kept.size() < KEPT;
        }
        return !kept.isEmpty()
                && id >= kept.getFirst().id() - 1
                && id <= kept.getLast().id();
    }

    /**
     * The events after one, in their order; waits for the first where there is none yet.
     *
     * @return empty where none came within that time
     * @throws InterruptedException if the caller is to stop
     */
    public synchronized List<HostEvent> awaitAfter(long id, Duration atMost) throws InterruptedException {
        long end = System.nanoTime() + atMost.toNanos();
        while (newest() <= id) {
            long left = Duration.ofNanos(end - System.nanoTime()).toMillis();
            if (left <= 0) {
                return List.of();
            }
            wait(left);
        }
        List<HostEvent> after = new ArrayList<>();
        for (HostEvent event : kept) {
            if (event.id() > id) {
                after.add(event);
            }
        }
        return after;
    }
}
