package dev.reconciler.workflow.run;

import dev.reconciler.model.ReconcileResult;
import dev.reconciler.workflow.retry.DurableTimer;
import dev.reconciler.workflow.retry.WorkflowClock;
import dev.reconciler.workflow.visibility.ToldOutcome;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a run open for a moment after it has told its result.
 *
 * <p>A Temporal server refuses a second start of one workflow ID within a second of the first, unless it is set up
 * otherwise. A run that is open takes the request instead, at once.
 */
final class RunLinger {
    private final @Nullable Duration atLeast;
    private final PassRequests requests;
    private final DurableTimer timer;

    /** @param atLeast how long after its start the run stays open; null where it ends with its result */
    RunLinger(@Nullable Duration atLeast, PassRequests requests, DurableTimer timer) {
        this.atLeast = atLeast;
        this.requests = requests;
        this.timer = timer;
    }

    /**
     * Waits until a new run may start, or a request wants another pass of this one. Where it has waited for nothing, it
     * has not yielded.
     *
     * @return whether there is such a request
     */
    boolean isEndedByRequest(ReconcileResult result) {
        Duration rest = rest();
        // A run that ended at once, before this was known, ends at once again.
        if (rest.isZero() || rest.isNegative() || Workflow.getVersion("linger", Workflow.DEFAULT_VERSION, 1) < 1) {
            return false;
        }
        requests.forgetOtherHost();
        ToldOutcome told = new ToldOutcome(result, WorkflowClock.now(), true);
        Workflow.upsertMemo(told.toMemo());
        timer.sleepUntilRequested(rest, "linger: the next run may start a second after this one");
        if (requests.isPending()) {
            Workflow.upsertMemo(told.followedByAnother().toMemo());
        }
        return requests.isPending();
    }

    private Duration rest() {
        if (atLeast == null) {
            return Duration.ZERO;
        }
        Instant start = Instant.ofEpochMilli(Workflow.getInfo().getRunStartedTimestampMillis());
        return atLeast.minus(Duration.between(start, WorkflowClock.now()));
    }
}
