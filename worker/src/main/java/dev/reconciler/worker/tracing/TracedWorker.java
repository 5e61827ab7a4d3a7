package dev.reconciler.worker.tracing;

import io.opentelemetry.api.trace.Tracer;
import io.temporal.common.interceptors.ActivityInboundCallsInterceptor;
import io.temporal.common.interceptors.WorkerInterceptorBase;
import io.temporal.common.interceptors.WorkflowInboundCallsInterceptor;

/** Traces the runs and the steps of a worker. */
final class TracedWorker extends WorkerInterceptorBase {
    private final Tracer tracer;
    private final RunSpans runs;

    TracedWorker(Tracer tracer, RunSpans runs) {
        this.tracer = tracer;
        this.runs = runs;
    }

    @Override
    public WorkflowInboundCallsInterceptor interceptWorkflow(WorkflowInboundCallsInterceptor next) {
        return new TracedRun(next, runs);
    }

    @Override
    public ActivityInboundCallsInterceptor interceptActivity(ActivityInboundCallsInterceptor next) {
        return new TracedStep(next, tracer);
    }
}
