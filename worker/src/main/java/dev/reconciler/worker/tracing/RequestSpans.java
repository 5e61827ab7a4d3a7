package dev.reconciler.worker.tracing;

import dev.reconciler.worker.api.RequestProblemException;
import dev.reconciler.worker.api.RequestTraces;
import dev.reconciler.worker.webhook.RequestHeaders;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Scope;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/** The spans of requests for runs, each a part of its sender's trace where it names one. */
final class RequestSpans implements RequestTraces {
    private static final int UNAUTHORIZED = 401;

    private final Tracer tracer;

    RequestSpans(Tracer tracer) {
        this.tracer = tracer;
    }

    @Override
    public <T> CompletableFuture<T> follow(
            String route, RequestHeaders headers, Supplier<CompletableFuture<T>> work, ToIntFunction<T> status) {
        Span span = begin(route, headers);
        try (Scope current = span.makeCurrent()) {
            return work.get().whenComplete((answer, failure) -> end(span, findStatus(answer, failure, status)));
        } catch (RuntimeException refused) {
            end(span, findStatus(null, refused, status));
            throw refused;
        }
    }

    private Span begin(String route, RequestHeaders headers) {
        Map<String, String> fields = new HashMap<>();
        for (String name : List.of("traceparent", "tracestate")) {
            String value = headers.get(name);
            if (value != null) {
                fields.put(name, value);
            }
        }
        return tracer.spanBuilder("POST " + route)
                .setParent(TraceHeader.toContext(fields))
                .setSpanKind(SpanKind.SERVER)
                .setAttribute("http.request.method", "POST")
                .setAttribute("http.route", route)
                .startSpan();
    }

    private static <T> int findStatus(@Nullable T answer, @Nullable Throwable failure, ToIntFunction<T> status) {
        if (answer != null) {
            return status.applyAsInt(answer);
        }
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        return cause instanceof RequestProblemException problem
                ? problem.details().status()
                : 500;
    }

    private static void end(Span span, int status) {
        if (status == UNAUTHORIZED) {
            // Never exported: a stranger makes no traces here.
            return;
        }
        span.setAttribute("http.response.status_code", status);
        if (status >= 500) {
            span.setStatus(StatusCode.ERROR);
        }
        span.end();
    }
}
