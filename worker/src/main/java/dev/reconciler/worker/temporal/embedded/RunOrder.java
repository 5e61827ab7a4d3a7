package dev.reconciler.worker.temporal.embedded;

import io.temporal.client.WorkflowOptions;
import io.temporal.common.Priority;
import io.temporal.common.interceptors.WorkflowClientCallsInterceptor;
import io.temporal.common.interceptors.WorkflowClientCallsInterceptorBase;
import io.temporal.common.interceptors.WorkflowClientInterceptorBase;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Has the service inside this process decide first for the workflows that were started first, where it can't keep up. The
 * queue of workflow tasks knows an order of priorities alone, as those of {@link StepOrder} do, and the priority of a task is
 * that of its workflow.
 */
final class RunOrder extends WorkflowClientInterceptorBase {
    private final AtomicInteger latest = new AtomicInteger();

    @Override
    public WorkflowClientCallsInterceptor workflowClientCallsInterceptor(WorkflowClientCallsInterceptor next) {
        return new NumberedStarts(next);
    }

    private final class NumberedStarts extends WorkflowClientCallsInterceptorBase {
        private NumberedStarts(WorkflowClientCallsInterceptor next) {
            super(next);
        }

        @Override
        public WorkflowSignalWithStartOutput signalWithStart(WorkflowSignalWithStartInput input) {
            return super.signalWithStart(new WorkflowSignalWithStartInput(
                    number(input.getWorkflowStartInput()), input.getSignalName(), input.getSignalArguments()));
        }

        @Override
        public <R> WorkflowUpdateWithStartOutput<R> updateWithStart(WorkflowUpdateWithStartInput<R> input) {
            return super.updateWithStart(new WorkflowUpdateWithStartInput<>(
                    number(input.getWorkflowStartInput()), input.getStartUpdateInput()));
        }

        private WorkflowStartInput number(WorkflowStartInput start) {
            return new WorkflowStartInput(
                    start.getWorkflowId(),
                    start.getWorkflowType(),
                    start.getHeader(),
                    start.getArguments(),
                    WorkflowOptions.newBuilder(start.getOptions())
                            .setPriority(Priority.newBuilder()
                                    .setPriorityKey(latest.incrementAndGet())
                                    .build())
                            .build());
        }
    }
}
