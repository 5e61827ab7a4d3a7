package dev.reconciler.worker.tracing;

import dev.reconciler.reload.CallTrace;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import java.util.Map;

/** The span of each attempt to call an application, which is told of it by W3C's headers. */
final class CallSpans implements CallTrace {
    private final Tracer tracer;

    CallSpans(Tracer tracer) {
        this.tracer = tracer;
    }

    @Override
    public TracedCall begin(String url) {
        Span span = tracer.spanBuilder("POST")
                .setSpanKind(SpanKind.CLIENT)
                .setAttribute("http.request.method", "POST")
                .setAttribute("url.full", url)
                .startSpan();
        return new TracedCall() {
            @Override
            public Map<String, String> headers() {
                return TraceHeader.toFields(Context.current().with(span));
            }

            @Override
            public void answered(int status) {
                span.setAttribute("http.response.status_code", status);
                if (status >= 400) {
                    span.setStatus(StatusCode.ERROR);
                }
                span.end();
            }

            @Override
            public void failed() {
                span.setAttribute("error.type", "no_answer");
                span.setStatus(StatusCode.ERROR);
                span.end();
            }
        };
    }
}
