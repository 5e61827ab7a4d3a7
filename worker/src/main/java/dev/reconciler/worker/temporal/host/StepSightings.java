package dev.reconciler.worker.temporal.host;

import dev.reconciler.contract.FailureDetails;
import dev.reconciler.model.ErrorType;
import dev.reconciler.worker.event.StepListener;
import io.temporal.activity.ActivityExecutionContext;
import io.temporal.activity.ActivityInfo;
import io.temporal.client.ActivityCompletionException;
import io.temporal.common.interceptors.ActivityInboundCallsInterceptor;
import io.temporal.common.interceptors.ActivityInboundCallsInterceptorBase;
import io.temporal.common.interceptors.WorkerInterceptorBase;
import io.temporal.failure.ApplicationFailure;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Tells of the steps of runs that end on this host: how long each took, and what it failed of. */
final class StepSightings extends WorkerInterceptorBase {
    private static final String CANCELLED = "Cancelled";

    private final StepListener listener;

    StepSightings(StepListener listener) {
        this.listener = listener;
    }

    @Override
    public ActivityInboundCallsInterceptor interceptActivity(ActivityInboundCallsInterceptor next) {
        return new ActivityInboundCallsInterceptorBase(next) {
            private @Nullable String step;

            @Override
            public void init(ActivityExecutionContext context) {
                ActivityInfo activity = context.getInfo();
                step = activity.getWorkflowType().equals(RunSightings.RUNS) ? activity.getActivityType() : null;
                super.init(context);
            }

            @Override
            public ActivityOutput execute(ActivityInput input) {
                return step == null ? super.execute(input) : observe(step, () -> super.execute(input));
            }
        };
    }

    private ActivityInboundCallsInterceptor.ActivityOutput observe(String step, StepCall call) {
        long began = System.nanoTime();
        try {
            ActivityInboundCallsInterceptor.ActivityOutput answer = call.run();
            tell(step, began, null);
            return answer;
        } catch (RuntimeException | Error failure) {
            // Where the step was only sent on to wait for its turn, it has yet to begin.
            if (!isSentOn(failure)) {
                tell(step, began, findType(failure));
            }
            throw failure;
        }
    }

    private void tell(String step, long began, @Nullable String failure) {
        listener.stepEnded(step, Duration.ofNanos(System.nanoTime() - began), failure);
    }

    private static boolean isSentOn(Throwable failure) {
        return failure instanceof ApplicationFailure application
                && application.getDetails().getSize() > 0
                && application.getDetails().get(0, FailureDetails.class).turnQueue() != null;
    }

    private static String findType(Throwable failure) {
        if (failure instanceof ApplicationFailure application) {
            return application.getType();
        }
        return failure instanceof ActivityCompletionException ? CANCELLED : ErrorType.INTERNAL.wire();
    }

    private interface StepCall {
        ActivityInboundCallsInterceptor.ActivityOutput run();
    }
}
