package dev.reconciler.workflow.schedule;

import dev.reconciler.workflow.ReconcileInput;
import io.temporal.activity.LocalActivityOptions;
import io.temporal.workflow.Workflow;
import java.time.Duration;

/** One local activity: half the events of a normal one, since there is one such run for each tick of a schedule. */
public final class TriggerWorkflowImpl implements TriggerWorkflow {
    private static final Duration ATTEMPT = Duration.ofSeconds(10);

    /** The next tick asks again. */
    private static final Duration ALL_ATTEMPTS = Duration.ofMinutes(1);

    private final StartActivities activities = Workflow.newLocalActivityStub(
            StartActivities.class,
            LocalActivityOptions.newBuilder()
                    .setStartToCloseTimeout(ATTEMPT)
                    .setScheduleToCloseTimeout(ALL_ATTEMPTS)
                    .build());

    @Override
    public void trigger(ReconcileInput input) {
        activities.start(input);
    }
}
