package dev.reconciler.worker.event;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reconciler.model.RepositoryId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EventLogTest {
    private static final RepositoryId DATA = new RepositoryId("data");

    @TempDir
    Path state;

    private Instant now = Instant.parse("2026-11-27T08:00:00Z");

    private EventLog open() throws IOException {
        return EventLog.open(state, () -> now);
    }

    private static List<HostEvent> after(EventLog log, long id) throws InterruptedException {
        return log.awaitAfter(id, Duration.ZERO);
    }

    @Test
    void eventsAreInOrderAndSurviveARestart() throws Exception {
        EventLog log = open();
        log.append("moved", DATA, Map.of("n", 1));
        log.append("outcome", DATA, Map.of("n", 2));
        List<HostEvent> before = after(log, 0);

        EventLog next = open();

        assertThat(before).extracting(HostEvent::name).containsExactly("moved", "outcome");
        assertThat(before.get(1).id()).isGreaterThan(before.get(0).id());
        assertThat(after(next, 0)).isEqualTo(before);
        assertThat(after(next, before.get(0).id())).containsExactly(before.get(1));
        assertThat(next.reachesBackTo(before.get(0).id())).isTrue();
    }

    @Test
    void halfALineOfAPowerCutIsNoEventAndTheNextIsWhole() throws Exception {
        EventLog log = open();
        log.append("moved", DATA, Map.of("n", 1));
        Files.writeString(state.resolve("events.jsonl"), "{\"id\":17,\"ev", StandardOpenOption.APPEND);

        EventLog next = open();
        next.append("outcome", DATA, Map.of("n", 2));

        assertThat(after(open(), 0)).extracting(HostEvent::name).containsExactly("moved", "outcome");
    }

    /** As a full disk, which has what was written before. */
    @Test
    void aDiskThatRefusesAtTheStartKeepsNobodyFromTheEvents() throws Exception {
        open().append("moved", DATA, Map.of("n", 1));
        Path inTheWay = Files.createDirectories(state.resolve("events.jsonl.new/folder"));

        EventLog next = open();
        next.append("outcome", DATA, Map.of("n", 2));

        assertThat(after(next, 0)).extracting(HostEvent::name).containsExactly("moved", "outcome");
        Files.delete(inTheWay);
        assertThat(after(open(), 0)).isEqualTo(after(next, 0));
    }

    @Test
    void halfALineTakesNoEventWithItThoughTheDiskRefusedAtTheStart() throws Exception {
        open().append("moved", DATA, Map.of("n", 1));
        Files.writeString(state.resolve("events.jsonl"), "{\"id\":17,\"ev", StandardOpenOption.APPEND);
        Path inTheWay = Files.createDirectories(state.resolve("events.jsonl.new/folder"));
        EventLog next = open();
        Files.delete(inTheWay);

        next.append("outcome", DATA, Map.of("n", 2));

        assertThat(after(open(), 0)).extracting(HostEvent::name).containsExactly("moved", "outcome");
    }

    /** Without a reset a reader would take the rest for all that happened. */
    @Test
    void whatTheDiskRefusedIsWrittenWithTheNextEvent() throws Exception {
        Path file = state.resolve("events.jsonl");
        EventLog log = open();
        Files.delete(file);
        Files.createDirectory(file);
        log.append("moved", DATA, Map.of("n", 1));
        Files.delete(file);
        log.append("moved", DATA, Map.of("n", 2));
        log.append("moved", DATA, Map.of("n", 3));

        assertThat(after(open(), 0)).isEqualTo(after(log, 0)).hasSize(3);
    }

    /** A copy of all took the last room of a disk that has little. */
    @Test
    void whatTheDiskRefusedIsWrittenThoughThereIsNoRoomForACopyOfAll() throws Exception {
        Path file = state.resolve("events.jsonl");
        EventLog log = open();
        log.append("moved", DATA, Map.of("n", 1));
        byte[] before = Files.readAllBytes(file);
        Files.delete(file);
        Files.createDirectory(file);
        log.append("moved", DATA, Map.of("n", 2));
        Files.delete(file);
        // As where the disk was full in the middle of a line.
        Files.write(file, before);
        Files.writeString(file, "{\"id\":", StandardOpenOption.APPEND);
        Path copy = Files.createDirectory(state.resolve("events.jsonl.new"));
        Files.createFile(copy.resolve("in-the-way"));

        log.append("moved", DATA, Map.of("n", 3));

        Files.delete(copy.resolve("in-the-way"));
        Files.delete(copy);
        assertThat(after(open(), 0)).isEqualTo(after(log, 0)).hasSize(3);
    }

    @Test
    void anEventThatWasWrittenTwiceIsReadOnce() throws Exception {
        EventLog log = open();
        log.append("moved", DATA, Map.of("n", 1));
        Path file = state.resolve("events.jsonl");
        Files.write(file, Files.readAllBytes(file), StandardOpenOption.APPEND);

        assertThat(after(open(), 0)).hasSize(1);
    }

    /** A reader that has seen 5 would miss the new 5 otherwise. */
    @Test
    void noNumberIsGivenTwiceThoughTheLastEventsAreLost() throws Exception {
        EventLog log = open();
        log.append("moved", DATA, Map.of("n", 1));
        long lost = log.newest();
        Files.delete(state.resolve("events.jsonl"));
        now = now.plusMillis(1);

        EventLog next = open();
        assertThat(next.reachesBackTo(lost)).isFalse();
        next.append("moved", DATA, Map.of("n", 2));

        assertThat(next.newest()).isGreaterThan(lost);
    }

    /** As a stream that was opened before the first event, and is opened again after it. */
    @Test
    void whoWasThereBeforeTheFirstEventMissesNone() throws Exception {
        EventLog log = open();
        long begins = log.newest();
        assertThat(log.reachesBackTo(begins)).isTrue();

        log.append("moved", DATA, Map.of("n", 1));

        assertThat(log.reachesBackTo(begins)).isTrue();
        assertThat(open().reachesBackTo(begins)).isTrue();
        assertThat(after(log, begins)).hasSize(1);
    }

    @Test
    void theNewestAreKept() throws Exception {
        EventLog log = open();
        for (int i = 0; i <= 2 * EventLog.KEPT + 10; i++) {
            log.append("moved", DATA, Map.of("n", i));
        }

        assertThat(after(log, 0)).hasSize(EventLog.KEPT);
        assertThat(after(open(), 0)).isEqualTo(after(log, 0));
        assertThat(Files.readAllLines(state.resolve("events.jsonl"))).hasSizeLessThanOrEqualTo(2 * EventLog.KEPT);
        assertThat(log.reachesBackTo(now.toEpochMilli())).isFalse();
        assertThat(log.reachesBackTo(0)).isFalse();
        assertThat(open().reachesBackTo(0)).isFalse();
    }
}
