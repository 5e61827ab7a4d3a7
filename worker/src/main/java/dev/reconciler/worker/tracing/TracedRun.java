package dev.reconciler.worker.tracing;

import dev.reconciler.model.ReconcileResult;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.context.Context;
import io.temporal.common.interceptors.Header;
import io.temporal.common.interceptors.WorkflowInboundCallsInterceptor;
import io.temporal.common.interceptors.WorkflowInboundCallsInterceptorBase;
import io.temporal.common.interceptors.WorkflowOutboundCallsInterceptor;
import io.temporal.common.interceptors.WorkflowOutboundCallsInterceptorBase;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInfo;
import io.temporal.workflow.unsafe.WorkflowUnsafe;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The trace of one execution of a workflow's code: from what started it to its steps, with a link to each request that came
 * later. It changes nothing of what the code does: only headers.
 */
final class TracedRun extends WorkflowInboundCallsInterceptorBase {
    /** A run that is asked for more often than that has links to the first. */
    private static final int MOST_LINKS = 100;

    /** For the run that continues this one as new. */
    private static final String STARTED = "reconciler-started";

    private final RunSpans spans;
    private final Set<SpanContext> requests = new LinkedHashSet<>();
    private Map<String, String> parent = Map.of();
    private Span span = Span.getInvalid();

    TracedRun(WorkflowInboundCallsInterceptor next, RunSpans spans) {
        super(next);
        this.spans = spans;
    }

    @Override
    public void init(WorkflowOutboundCallsInterceptor calls) {
        super.init(new TracedCalls(calls));
    }

    @Override
    public WorkflowOutput execute(WorkflowInput input) {
        WorkflowInfo info = Workflow.getInfo();
        if (!SpanWords.isTraced(info.getWorkflowType())) {
            return super.execute(input);
        }
        begin(info, input.getHeader());
        Runnable ended = spans.takeBack(info.getFirstExecutionRunId());
        try {
            WorkflowOutput output = super.execute(input);
            end(info, ended, output.getResult(), null);
            return output;
        } catch (RuntimeException failure) {
            // Not the errors by which the SDK leaves code that it will execute again, or as new.
            end(info, ended, null, failure);
            throw failure;
        }
    }

    private void begin(WorkflowInfo info, Header header) {
        parent = new LinkedHashMap<>(TraceHeader.read(header));
        long started = info.getContinuedExecutionRunId().isPresent()
                ? parseTime(parent.get(STARTED), info.getRunStartedTimestampMillis())
                : info.getRunStartedTimestampMillis();
        parent.put(STARTED, String.valueOf(started));
        span = spans.begin(
                "RunWorkflow:" + info.getWorkflowType(),
                TraceHeader.toContext(parent),
                info.getFirstExecutionRunId(),
                started);
        SpanWords.addRun(span, info.getWorkflowId());
        span.setAttribute(SpanWords.RUN_ID, info.getRunId());
    }

    // Workers without traces continue runs too.
    private static long parseTime(@Nullable String milliseconds, long otherwise) {
        return milliseconds == null || !milliseconds.matches("[0-9]{1,15}") ? otherwise : Long.parseLong(milliseconds);
    }

    private void end(
            WorkflowInfo info, @Nullable Runnable before, @Nullable Object result, @Nullable RuntimeException failure) {
        if (!WorkflowUnsafe.isReplaying()) {
            if (result instanceof ReconcileResult line) {
                SpanWords.addResult(span, line);
            } else if (failure != null) {
                SpanWords.addRunFailure(span, failure);
            }
            long at = Workflow.currentTimeMillis();
            requests.remove(TraceHeader.toSpan(parent));
            spans.end(info.getFirstExecutionRunId(), () -> {
                requests.forEach(span::addLink);
                span.end(at, TimeUnit.MILLISECONDS);
            });
        } else if (before != null) {
            // A question to a run that is over: its end stands.
            spans.end(info.getFirstExecutionRunId(), before);
        }
    }

    @Override
    public void handleSignal(SignalInput input) {
        Object[] arguments = input.getArguments();
        if (arguments.length > 0 && arguments[arguments.length - 1] instanceof String trace) {
            addRequest(TraceHeader.parseParent(trace));
        }
        super.handleSignal(input);
    }

    @Override
    public UpdateOutput executeUpdate(UpdateInput input) {
        addRequest(TraceHeader.toSpan(TraceHeader.read(input.getHeader())));
        return super.executeUpdate(input);
    }

    private void addRequest(SpanContext request) {
        if (request.isValid() && requests.size() < MOST_LINKS) {
            requests.add(request);
        }
    }

    /** The calls of the code, with the run's trace. */
    private final class TracedCalls extends WorkflowOutboundCallsInterceptorBase {
        TracedCalls(WorkflowOutboundCallsInterceptor next) {
            super(next);
        }

        @Override
        public <R> ActivityOutput<R> executeActivity(ActivityInput<R> input) {
            TraceHeader.write(Context.root().with(span), input.getHeader());
            return super.executeActivity(input);
        }

        @Override
        public <R> LocalActivityOutput<R> executeLocalActivity(LocalActivityInput<R> input) {
            TraceHeader.write(Context.root().with(span), input.getHeader());
            return super.executeLocalActivity(input);
        }

        @Override
        public void continueAsNew(ContinueAsNewInput input) {
            // One span for the whole chain: the last run ends it.
            TraceHeader.write(parent, input.getHeader());
            super.continueAsNew(input);
        }
    }
}
