package dev.reconciler.worker.metrics;

import com.fasterxml.jackson.databind.JsonNode;
import dev.reconciler.contract.cases.CaseState;
import dev.reconciler.json.Json;
import dev.reconciler.worker.event.HostEvent;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Measures how long conflicts wait for a person. */
final class CaseMeters {
    private static final Logger LOG = LoggerFactory.getLogger(CaseMeters.class);

    private final Timer merged;
    private final Timer deleted;

    CaseMeters(MeterRegistry registry) {
        this.merged = newTimer(registry, CaseState.MERGED);
        this.deleted = newTimer(registry, CaseState.DELETED);
    }

    private static Timer newTimer(MeterRegistry registry, CaseState by) {
        return Timer.builder("reconciler.conflict.open.duration")
                .description("How long conflicts waited for a person, by what became of their branch")
                .tag("closed_by", by.wire())
                .register(registry);
    }

    /** Counts the event of a conflict, where it says that its case is closed. */
    void take(HostEvent event) {
        try {
            JsonNode data = Json.read(event.data().getBytes(StandardCharsets.UTF_8));
            String by = data.path("closedBy").asText();
            Duration openFor = Duration.ofSeconds(data.path("openSeconds").asLong());
            if (by.equals(CaseState.MERGED.wire())) {
                merged.record(openFor);
            } else if (by.equals(CaseState.DELETED.wire())) {
                deleted.record(openFor);
            }
        } catch (IOException other) {
            LOG.debug("an event of {} tells of no case", event.repository(), other);
        }
    }
}
