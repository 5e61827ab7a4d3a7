package dev.reconciler.worker.tracing;

import io.opentelemetry.sdk.trace.IdGenerator;
import java.util.Locale;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Gives the span of a run the same ids wherever and however often the run's code is executed: they are made of the run ID.
 * Every other span gets random ones.
 */
final class RunIds implements IdGenerator {
    private static final ThreadLocal<@Nullable UUID> OF_RUN = new ThreadLocal<>();

    private final IdGenerator random = IdGenerator.random();

    /** @param runId the ID that Temporal gave the first run of a chain */
    <T> T useFor(String runId, Supplier<T> work) {
        OF_RUN.set(UUID.fromString(runId));
        try {
            return work.get();
        } finally {
            OF_RUN.remove();
        }
    }

    @Override
    public String generateTraceId() {
        UUID id = OF_RUN.get();
        return id == null ? random.generateTraceId() : id.toString().replace("-", "");
    }

    @Override
    public String generateSpanId() {
        UUID id = OF_RUN.get();
        return id == null
                ? random.generateSpanId()
                : String.format(Locale.ROOT, "%016x", id.getMostSignificantBits() ^ id.getLeastSignificantBits());
    }
}
