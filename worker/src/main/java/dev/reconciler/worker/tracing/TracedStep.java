package dev.reconciler.worker.tracing;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Scope;
import io.temporal.activity.ActivityExecutionContext;
import io.temporal.activity.ActivityInfo;
import io.temporal.common.interceptors.ActivityInboundCallsInterceptor;
import io.temporal.common.interceptors.ActivityInboundCallsInterceptorBase;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The span of each attempt of a step. */
final class TracedStep extends ActivityInboundCallsInterceptorBase {
    private final Tracer tracer;
    private @Nullable ActivityInfo step;

    TracedStep(ActivityInboundCallsInterceptor next, Tracer tracer) {
        super(next);
        this.tracer = tracer;
    }

    @Override
    public void init(ActivityExecutionContext context) {
        step = context.getInfo();
        super.init(context);
    }

    @Override
    public ActivityOutput execute(ActivityInput input) {
        ActivityInfo info = Objects.requireNonNull(step);
        Span span = tracer.spanBuilder("RunActivity:" + info.getActivityType())
                .setParent(TraceHeader.toContext(TraceHeader.read(input.getHeader())))
                .startSpan();
        SpanWords.addRun(span, info.getWorkflowId());
        span.setAttribute(SpanWords.RUN_ID, info.getWorkflowRunId());
        span.setAttribute(SpanWords.ATTEMPT, info.getAttempt());
        try (Scope current = span.makeCurrent()) {
            ActivityOutput output = super.execute(input);
            SpanWords.addAnswer(span, output.getResult());
            return output;
        } catch (RuntimeException | Error failure) {
            SpanWords.addStepFailure(span, failure);
            throw failure;
        } finally {
            span.end();
        }
    }
}
