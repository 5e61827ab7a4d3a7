package dev.reconciler.worker.tracing;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The spans of runs, each exported once.
 *
 * <p>The code of a run is executed again whenever a worker has to find its state: after a restart, and for each question to
 * a run that is over. A span is begun by each execution, with the same ids, and ended by the one that comes to the end
 * of the run for the first time; one that is not ended is not exported.
 *
 * <p>A span ends a second late. Temporal refuses the end of a run that a request has come to meanwhile: then the code is
 * executed again at once, and goes on to another end.
 */
final class RunSpans {
    private static final Duration LATE = Duration.ofSeconds(1);

    private final Tracer tracer;
    private final RunIds ids;
    private final Executor later = CompletableFuture.delayedExecutor(LATE.toMillis(), TimeUnit.MILLISECONDS);
    private final Map<String, Runnable> held = new ConcurrentHashMap<>();

    RunSpans(Tracer tracer, RunIds ids) {
        this.tracer = tracer;
        this.ids = ids;
    }

    /**
     * Begins the span of a run.
     *
     * @param runId of the first run of the chain that continued it as new
     * @param started when that run was started, in milliseconds since 1970
     */
    Span begin(String name, Context parent, String runId, long started) {
        SpanBuilder span = tracer.spanBuilder(name).setParent(parent).setStartTimestamp(started, TimeUnit.MILLISECONDS);
        return ids.useFor(runId, span::startSpan);
    }

    /** Takes back an end that was held, since the code of the run is executed again; null where none was. */
    @Nullable
    Runnable takeBack(String runId) {
        return held.remove(runId);
    }

    /** Ends a span, unless it is taken back. */
    void end(String runId, Runnable end) {
        held.put(runId, end);
        later.execute(() -> endNow(runId, end));
    }

    /** Ends all, since nothing is executed any more. */
    void endHeld() {
        held.forEach(this::endNow);
    }

    private void endNow(String runId, Runnable end) {
        if (held.remove(runId, end)) {
            end.run();
        }
    }
}
