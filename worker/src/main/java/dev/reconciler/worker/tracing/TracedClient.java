package dev.reconciler.worker.tracing;

import dev.reconciler.workflow.ReconcileInput;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.temporal.common.interceptors.WorkflowClientCallsInterceptor;
import io.temporal.common.interceptors.WorkflowClientCallsInterceptorBase;
import io.temporal.common.interceptors.WorkflowClientInterceptorBase;
import java.util.Arrays;
import java.util.function.Function;
import java.util.function.Supplier;

/** The spans of the requests that runs and cases are asked for by, and the trace on its way to them. */
final class TracedClient extends WorkflowClientInterceptorBase {
    private final Tracer tracer;

    TracedClient(Tracer tracer) {
        this.tracer = tracer;
    }

    @Override
    public WorkflowClientCallsInterceptor workflowClientCallsInterceptor(WorkflowClientCallsInterceptor next) {
        return new WorkflowClientCallsInterceptorBase(next) {
            @Override
            public WorkflowSignalWithStartOutput signalWithStart(WorkflowSignalWithStartInput input) {
                WorkflowStartInput start = input.getWorkflowStartInput();
                return follow(
                        "SignalWithStartWorkflow",
                        start,
                        () -> super.signalWithStart(addTrace(input)),
                        WorkflowSignalWithStartOutput::getWorkflowStartOutput);
            }

            @Override
            public <R> WorkflowUpdateWithStartOutput<R> updateWithStart(WorkflowUpdateWithStartInput<R> input) {
                return follow(
                        "UpdateWithStartWorkflow",
                        input.getWorkflowStartInput(),
                        () -> {
                            TraceHeader.write(
                                    Context.current(),
                                    input.getStartUpdateInput().getHeader());
                            return super.updateWithStart(input);
                        },
                        WorkflowUpdateWithStartOutput::getWorkflowStartOutput);
            }
        };
    }

    private <T> T follow(
            String call,
            WorkflowClientCallsInterceptor.WorkflowStartInput start,
            Supplier<T> work,
            Function<T, WorkflowClientCallsInterceptor.WorkflowStartOutput> started) {
        if (!SpanWords.isTraced(start.getWorkflowType())) {
            return work.get();
        }
        Span span = tracer.spanBuilder(call + ":" + start.getWorkflowType())
                .setSpanKind(SpanKind.CLIENT)
                .startSpan();
        SpanWords.addRun(span, start.getWorkflowId());
        addTrigger(span, start.getArguments());
        try (Scope current = span.makeCurrent()) {
            TraceHeader.write(Context.current(), start.getHeader());
            T output = work.get();
            span.setAttribute(
                    SpanWords.RUN_ID,
                    started.apply(output).getWorkflowExecution().getRunId());
            return output;
        } catch (RuntimeException failure) {
            SpanWords.addFailure(span, failure);
            throw failure;
        } finally {
            span.end();
        }
    }

    private static void addTrigger(Span span, Object[] arguments) {
        if (arguments.length > 0 && arguments[0] instanceof ReconcileInput input) {
            span.setAttribute(SpanWords.TRIGGER, input.trigger().wire());
        }
    }

    // The signal of a run takes it as its last argument.
    private static WorkflowClientCallsInterceptor.WorkflowSignalWithStartInput addTrace(
            WorkflowClientCallsInterceptor.WorkflowSignalWithStartInput input) {
        WorkflowClientCallsInterceptor.WorkflowStartInput start = input.getWorkflowStartInput();
        if (!start.getWorkflowType().equals(SpanWords.RUN)) {
            return input;
        }
        Object[] given = input.getSignalArguments();
        Object[] arguments = Arrays.copyOf(given, given.length + 1);
        arguments[given.length] = TraceHeader.findParent(Context.current());
        return new WorkflowClientCallsInterceptor.WorkflowSignalWithStartInput(start, input.getSignalName(), arguments);
    }
}
