package dev.reconciler.worker.metrics;

import dev.reconciler.json.Json;
import dev.reconciler.model.ReconcileResult;
import dev.reconciler.worker.event.EventLog;
import dev.reconciler.worker.event.HostEvent;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the figures of runs and repositories up to date, in a thread of its own: by what the log of events tells, as it
 * is told. What it kept of earlier starts is still true of the repositories; the runs were counted then.
 */
final class EventFigures implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EventFigures.class);

    private final EventLog log;
    private final RunMeters runs;
    private final CaseMeters cases;
    private final RepositoryGauges gauges;
    private final PositionLooks looks;
    private final long earlier;
    private final Thread thread;
    private volatile boolean closed;
    private long seen;

    EventFigures(EventLog log, RunMeters runs, CaseMeters cases, RepositoryGauges gauges, PositionLooks looks) {
        this.log = log;
        this.runs = runs;
        this.cases = cases;
        this.gauges = gauges;
        this.looks = looks;
        this.earlier = log.newest();
        this.thread = new Thread(this::follow, "metrics");
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    private void follow() {
        long nextLook = System.nanoTime();
        while (!closed) {
            try {
                takeEvents();
                looks.lookAtWanted();
                if (System.nanoTime() >= nextLook) {
                    looks.lookAtNext();
                    nextLook = System.nanoTime() + looks.pause().toNanos();
                }
            } catch (InterruptedException end) {
                return;
            } catch (RuntimeException | Error failed) {
                // No memory for a moment: the next events are taken all the same.
                LOG.debug("the figures were not brought up to date", failed);
            }
        }
    }

    private void takeEvents() throws InterruptedException {
        for (HostEvent event : log.awaitAfter(seen, looks.pause())) {
            seen = event.id();
            takeEvent(event);
        }
    }

    private void takeEvent(HostEvent event) {
        if (event.name().equals("outcome")) {
            readResult(event).ifPresent(result -> takeResult(result, event));
        }
        if (event.name().equals("conflict") && event.id() > earlier) {
            cases.take(event);
        }
        looks.want(event.repository());
    }

    private void takeResult(ReconcileResult result, HostEvent event) {
        gauges.runEnded(result, Instant.ofEpochMilli(event.id()));
        if (event.id() > earlier) {
            runs.count(result);
        }
    }

    // An earlier version may have written it.
    private static Optional<ReconcileResult> readResult(HostEvent event) {
        try {
            byte[] line = event.data().getBytes(StandardCharsets.UTF_8);
            return Optional.of(Json.convert(Json.read(line), ReconcileResult.class));
        } catch (IOException | RuntimeException other) {
            LOG.debug("an event of {} tells of no outcome", event.repository(), other);
            return Optional.empty();
        }
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
    }
}
