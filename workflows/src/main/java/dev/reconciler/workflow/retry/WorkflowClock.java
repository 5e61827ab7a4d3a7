package dev.reconciler.workflow.retry;

import io.temporal.workflow.Workflow;
import java.time.Instant;

/** The workflow's time: that of its current workflow task, and the same when the code runs again from the history. */
public final class WorkflowClock {
    private WorkflowClock() {}

    public static Instant now() {
        return Instant.ofEpochMilli(Workflow.currentTimeMillis());
    }
}
