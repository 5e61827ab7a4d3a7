package dev.reconciler.worker.temporal.embedded;

import io.temporal.activity.ActivityOptions;
import io.temporal.common.Priority;
import io.temporal.common.interceptors.WorkerInterceptorBase;
import io.temporal.common.interceptors.WorkflowInboundCallsInterceptor;
import io.temporal.common.interceptors.WorkflowInboundCallsInterceptorBase;
import io.temporal.common.interceptors.WorkflowOutboundCallsInterceptor;
import io.temporal.common.interceptors.WorkflowOutboundCallsInterceptorBase;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Has the service inside this process give out steps in the order in which they were scheduled. Its queues know an order of
 * priorities alone, and of equal ones give out the latest first: where more comes than can be done, whoever came early
 * would wait until nothing comes any more. So each step has a priority of its own here. A full service gives out in order
 * by itself, and knows five priorities.
 */
final class StepOrder extends WorkerInterceptorBase {
    private final AtomicInteger latest = new AtomicInteger();

    @Override
    public WorkflowInboundCallsInterceptor interceptWorkflow(WorkflowInboundCallsInterceptor next) {
        return new WorkflowInboundCallsInterceptorBase(next) {
            @Override
            public void init(WorkflowOutboundCallsInterceptor outbound) {
                super.init(new NumberedSteps(outbound));
            }
        };
    }

    private final class NumberedSteps extends WorkflowOutboundCallsInterceptorBase {
        private NumberedSteps(WorkflowOutboundCallsInterceptor next) {
            super(next);
        }

        @Override
        public <R> ActivityOutput<R> executeActivity(ActivityInput<R> input) {
            return super.executeActivity(new ActivityInput<>(
                    input.getActivityName(),
                    input.getResultClass(),
                    input.getResultType(),
                    input.getArgs(),
                    number(input.getOptions()),
                    input.getHeader()));
        }

        // A replay has other numbers, which nobody sees: what it schedules has been scheduled.
        private ActivityOptions number(ActivityOptions options) {
            return options.toBuilder()
                    .setPriority(Priority.newBuilder()
                            .setPriorityKey(latest.incrementAndGet())
                            .build())
                    .build();
        }
    }
}
