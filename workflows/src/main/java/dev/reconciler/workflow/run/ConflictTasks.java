package dev.reconciler.workflow.run;

import dev.reconciler.contract.conflict.ConflictTask;
import dev.reconciler.model.ReconcileResult;
import dev.reconciler.workflow.ReconcileWorkflow;
import io.temporal.failure.ApplicationFailure;
import io.temporal.workflow.Workflow;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/** What people have decided about conflicts, one after the other, each with somebody who waits for its result. */
final class ConflictTasks {
    private final Queue<AwaitedTask> pending = new ArrayDeque<>();
    private boolean isAbandoned;

    /** Adds a task, and waits until it was done. */
    ReconcileResult await(ConflictTask task) {
        AwaitedTask awaited = new AwaitedTask(task);
        pending.add(awaited);
        Workflow.await(() -> awaited.result != null || isAbandoned);
        ReconcileResult result = awaited.result;
        if (result == null) {
            throw ApplicationFailure.newNonRetryableFailure(
                    "the run goes on under a new run ID", ReconcileWorkflow.CONTINUED);
        }
        return result;
    }

    boolean isPending() {
        return !pending.isEmpty();
    }

    /** Takes the first task that is still to be done. */
    AwaitedTask take() {
        return pending.remove();
    }

    /** Sends everybody away who waits, since no wait outlasts the history of a run: they ask again. */
    void abandon() {
        isAbandoned = true;
    }

    /** A task, and its result once it was done. */
    static final class AwaitedTask {
        private final ConflictTask task;
        private @Nullable ReconcileResult result;

        private AwaitedTask(ConflictTask task) {
            this.task = task;
        }

        ConflictTask task() {
            return task;
        }

        void answer(ReconcileResult with) {
            result = with;
        }
    }
}
