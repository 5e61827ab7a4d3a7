package dev.reconciler.worker.tracing;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapPropagator;
import io.temporal.api.common.v1.Payload;
import io.temporal.common.converter.DataConverterException;
import io.temporal.common.converter.GlobalDataConverter;
import io.temporal.common.interceptors.Header;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * W3C's {@code traceparent} and {@code tracestate} in the header of a Temporal call, in the field and the form in which the
 * tracing of Temporal's own SDKs has them: a program of another language that starts a run is followed.
 */
final class TraceHeader {
    private static final String FIELD = "_tracer-data";
    private static final TextMapPropagator W3C = W3CTraceContextPropagator.getInstance();
    private static final String PARENT = "traceparent";

    private TraceHeader() {}

    static void write(Context context, Header header) {
        write(toFields(context), header);
    }

    static void write(Map<String, String> fields, Header header) {
        if (!fields.isEmpty()) {
            GlobalDataConverter.get().toPayload(fields).ifPresent(payload -> header.getValues()
                    .put(FIELD, payload));
        }
    }

    /** Reads the fields of a header; none where it has none, or another program's that can't be read. */
    static Map<String, String> read(Header header) {
        Payload payload = header.getValues().get(FIELD);
        if (payload == null) {
            return Map.of();
        }
        Map<String, String> fields = new HashMap<>();
        try {
            Map<?, ?> read = GlobalDataConverter.get().fromPayload(payload, Map.class, Map.class);
            Objects.requireNonNullElse(read, Map.of())
                    .forEach((name, value) -> fields.put(String.valueOf(name), String.valueOf(value)));
        } catch (DataConverterException foreign) {
            return Map.of();
        }
        return fields;
    }

    static Map<String, String> toFields(Context context) {
        Map<String, String> fields = new HashMap<>();
        W3C.inject(context, fields, (into, name, value) -> {
            if (into != null) {
                into.put(name, value);
            }
        });
        return fields;
    }

    /** The span that the fields name; an invalid one where they name none. */
    static SpanContext toSpan(Map<String, String> fields) {
        return Span.fromContext(toContext(fields)).getSpanContext();
    }

    static Context toContext(Map<String, String> fields) {
        return W3C.extract(Context.root(), fields, (read, name) -> read == null ? null : read.get(name));
    }

    /** The {@code traceparent} of a context; null where it is of no trace. */
    static @Nullable String findParent(Context context) {
        return toFields(context).get(PARENT);
    }

    static SpanContext parseParent(String traceparent) {
        return toSpan(Map.of(PARENT, traceparent));
    }
}
