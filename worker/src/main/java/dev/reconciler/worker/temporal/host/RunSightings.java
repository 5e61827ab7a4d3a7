package dev.reconciler.worker.temporal.host;

import io.temporal.activity.ActivityExecutionContext;
import io.temporal.activity.ActivityInfo;
import io.temporal.common.interceptors.ActivityInboundCallsInterceptor;
import io.temporal.common.interceptors.ActivityInboundCallsInterceptorBase;
import io.temporal.common.interceptors.WorkerInterceptorBase;
import java.util.function.BiConsumer;

/** Sees the runs whose activities this host is given. */
final class RunSightings extends WorkerInterceptorBase {
    /** The type of the workflows that are runs. */
    static final String RUNS = "ReconcileWorkflow";

    private final BiConsumer<String, String> seen;

    /** @param seen takes the workflow ID and the run ID, again for each activity */
    RunSightings(BiConsumer<String, String> seen) {
        this.seen = seen;
    }

    @Override
    public ActivityInboundCallsInterceptor interceptActivity(ActivityInboundCallsInterceptor next) {
        return new ActivityInboundCallsInterceptorBase(next) {
            @Override
            public void init(ActivityExecutionContext context) {
                ActivityInfo activity = context.getInfo();
                if (activity.getWorkflowType().equals(RUNS)) {
                    seen.accept(activity.getWorkflowId(), activity.getWorkflowRunId());
                }
                super.init(context);
            }
        };
    }
}
