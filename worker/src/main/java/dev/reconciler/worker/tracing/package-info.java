/**
 * Makes one trace of a request and of all that follows from it, where OpenTelemetry's variables ask for traces.
 *
 * <p>Start with {@link dev.reconciler.worker.tracing.Traces}, then follow a request: {@link
 * dev.reconciler.worker.tracing.RequestSpans} continues the sender's trace, {@link
 * dev.reconciler.worker.tracing.TracedClient} hands it to Temporal, {@link dev.reconciler.worker.tracing.TracedRun} to the
 * run and its steps, {@link dev.reconciler.worker.tracing.TracedStep} makes the span of each step, and {@link
 * dev.reconciler.worker.tracing.CallSpans} tells the application.
 *
 * <p>Not here: where spans are made, which each room says by an interface of its own ({@link
 * dev.reconciler.worker.temporal.connection.TemporalTraces}, {@link dev.reconciler.worker.api.RequestTraces}, {@link
 * dev.reconciler.reload.CallTrace}). No class of OpenTelemetry is loaded unless its variables are set.
 */
@NullMarked
package dev.reconciler.worker.tracing;

import org.jspecify.annotations.NullMarked;
