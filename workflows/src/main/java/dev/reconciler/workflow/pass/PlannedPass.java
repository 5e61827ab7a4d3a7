package dev.reconciler.workflow.pass;

import dev.reconciler.contract.RepositoryActivities;
import dev.reconciler.workflow.ReconcileInput;
import dev.reconciler.workflow.failure.ActivityFailedException;
import dev.reconciler.workflow.outcome.ActionReports;
import dev.reconciler.workflow.outcome.PassEnd;
import dev.reconciler.workflow.progress.PassTimestamp;
import dev.reconciler.workflow.progress.RunCheckpoint.OpenPass;
import dev.reconciler.workflow.progress.RunProgress;
import dev.reconciler.workflow.retry.RetryBudget;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Random;

/** The first cycle of a plan's pass, by the calling thread: most plans need no more, and nothing has to be waited for. */
public final class PlannedPass {
    private final InstantSource clock;
    private final Random random;
    private final RunProgress progress;
    private final RetryBudget budget;
    private final ActivityCalls calls;
    private final RemoteWrites writes;
    private final SyncCycle cycle;
    private Duration wait = Duration.ZERO;

    /**
     * @param steps carried out by the calling thread, and without effect
     * @param clock whose time the pass begins at
     * @param random keeps those who wait for one remote apart
     */
    public PlannedPass(
            ReconcileInput input,
            RunProgress progress,
            RepositoryActivities steps,
            InstantSource clock,
            Random random) {
        ActionReports reports = new ActionReports(input.planned());
        this.clock = clock;
        this.random = random;
        this.progress = progress;
        this.budget = new RetryBudget(clock.instant(), input.retryFor(), 0, Duration.ZERO);
        this.calls = new ActivityCalls(input, budget, progress, StepHost.ofCaller(steps, clock));
        this.writes = new RemoteWrites(calls, progress, reports, null);
        this.cycle = new SyncCycle(calls, writes, progress, reports, PassTimestamp.ofStart(budget.start()), null);
    }

    /** Runs the cycle; how the pass ended, or empty where a run has to go on with it, since something has to be waited for. */
    public Optional<PassEnd> runCycle() {
        try {
            return cycle.runCycle() == CycleEnd.SIDES_AGREE
                    ? Optional.of(PassEnd.agreed(progress.outcomes().summarizePass()))
                    : Optional.empty();
        } catch (ActivityFailedException failure) {
            return endUnlessWorthAWait(failure, clock.instant());
        }
    }

    private Optional<PassEnd> endUnlessWorthAWait(ActivityFailedException failure, Instant failed) {
        progress.recordFailure(failure.details());
        budget.addNotTried(calls.takeNotTried());
        return switch (failure.remedy()) {
            case GIVE_UP -> {
                progress.recordEnd();
                yield Optional.of(PassEnd.failed(
                        failure.type(), failure.text(), failure.details().reason()));
            }
            case WAIT -> endUnlessTimeIsLeft(failure, failed);
            case WAIT_BRIEFLY, WAIT_FOR_TURN -> Optional.empty();
        };
    }

    private Optional<PassEnd> endUnlessTimeIsLeft(ActivityFailedException failure, Instant failed) {
        Duration told = failure.details().retryAfter();
        if (budget.isExhausted(calls.latestBegan(), failed) || (told != null && !budget.hasTimeFor(told, failed))) {
            return Optional.of(ExhaustedBudget.describeEnd(failure, writes.unconfirmed(), progress));
        }
        wait = told == null ? budget.takeWait(failed, random) : budget.takeToldWait(told, failed, random);
        return Optional.empty();
    }

    /** How long a run waits before it goes on. */
    public Duration waitBefore() {
        return wait;
    }

    /** What a run that goes on has to know of the pass. */
    public OpenPass snapshot() {
        budget.addNotTried(calls.takeNotTried());
        return new OpenPass(budget.start(), budget.waits(), writes.unconfirmed(), budget.notTried(), null);
    }

    /** How long the pass has taken until now. */
    public Duration duration() {
        return Duration.between(budget.start(), clock.instant());
    }
}
