package dev.reconciler.workflow;

import dev.reconciler.contract.PreservedConflict;
import dev.reconciler.contract.ReloadAnswer;
import dev.reconciler.model.CommitId;
import dev.reconciler.model.ErrorType;
import dev.reconciler.model.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** One pass: rounds from the fetch on, until both sides agree, the budget is over, or a person must act. */
final class Pass {
    private static final int ROUNDS = 10;
    private static final Duration SECOND_LOOK = Duration.ofSeconds(2);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);

    private final ReconcileInput input;
    private final Ledger ledger;
    private final Display display;
    private final Waits waits;
    private final Budget budget;
    private final Activities activities;
    private final Steps steps;
    private int lost;
    private String reloadProblem = "";

    Pass(ReconcileInput input, Ledger ledger, Display display, Waits waits, Carried.UnderWay underWay) {
        this.input = input;
        this.ledger = ledger;
        this.display = display;
        this.waits = waits;
        this.budget = new Budget(underWay.start(), input.retryFor(), underWay.waits());
        this.activities = new Activities(input, budget, ledger, display);
        this.steps = new Steps(
                activities,
                ledger,
                new Messages(input.planned()),
                underWay.start().truncatedTo(ChronoUnit.SECONDS),
                underWay.writing());
    }

    /** Runs one round, and waits where another one has to follow; how the pass ended, or empty where it did not. */
    Optional<PassEnd> round() {
        try {
            return switch (steps.round()) {
                case SETTLED -> Optional.of(PassEnd.settled(ledger.passDeed()));
                case LOCAL_MOVED -> again(Round.LOCAL_MOVED, pauseAfterRace());
                case REMOTE_MOVED -> again(Round.REMOTE_MOVED, pauseAfterRace());
                case REWRITE_SEEN -> again(Round.REWRITE_SEEN, SECOND_LOOK);
            };
        } catch (StepFailure failure) {
            return recover(failure);
        }
    }

    /** What a run that continues this one has to know of the pass. */
    Carried.UnderWay underWay() {
        return new Carried.UnderWay(budget.start(), budget.waits(), steps.writing());
    }

    Duration duration() {
        return Duration.between(budget.start(), Waits.now());
    }

    private Duration pauseAfterRace() {
        return Budget.jittered(Budget.doubled(FIRST_PAUSE, lost, LONGEST_PAUSE), waits.random());
    }

    private Optional<PassEnd> again(Round lostTo, Duration pause) {
        lost++;
        if (lost >= ROUNDS) {
            return Optional.of(gaveUp(lostTo));
        }
        String why = lostTo == Round.REWRITE_SEEN
                ? "the remote looks rewritten: look again"
                : "the branch moved meanwhile: look again";
        display.pausing(why);
        waits.pause(pause, why);
        return Optional.empty();
    }

    private PassEnd gaveUp(Round lostTo) {
        String branch = input.branch().value();
        return switch (lostTo) {
            case REMOTE_MOVED -> PassEnd.lostTheRace(Messages.lostTheRace(branch, lost));
            case REWRITE_SEEN -> PassEnd.outOfBudget(Outcome.FETCH_FAILED, Messages.keepsChanging(branch, lost));
            case LOCAL_MOVED, SETTLED ->
                PassEnd.failed(ErrorType.REPOSITORY_BUSY, Messages.keepsCommitting(branch, lost));
        };
    }

    private Optional<PassEnd> recover(StepFailure failure) {
        Instant failed = Waits.now();
        ledger.failed(failure.details());
        return switch (failure.remedy()) {
            case GIVE_UP -> Optional.of(PassEnd.failed(failure.type(), failure.text()));
            case WAIT_BRIEFLY -> waitBriefly(failure, failed);
            case WAIT -> budget.over(activities.began(), failed) ? Optional.of(over(failure)) : await(failure);
        };
    }

    private Optional<PassEnd> waitBriefly(StepFailure failure, Instant failed) {
        if (budget.busyForTooLong(failed)) {
            return Optional.of(PassEnd.failed(failure.type(), failure.text()));
        }
        Duration wait = budget.nextBusyWait();
        display.waiting(
                failure.text(),
                "the repository is busy: " + failure.text(),
                Waits.now().plus(wait));
        waits.pause(wait, "the repository is busy");
        return Optional.empty();
    }

    private Optional<PassEnd> await(StepFailure failure) {
        // The wait may be long: an application whose branch has moved is told before.
        reload();
        Instant now = Waits.now();
        Duration wait = budget.nextWait(now, waits.random());
        display.retrying(failure.text(), ledger.attempts() - 1, now.plus(wait));
        waits.pauseUntilRequested(wait, "retry after: " + failure.operation().word() + " failed");
        return Optional.empty();
    }

    private PassEnd over(StepFailure failure) {
        Operation writing = steps.writing();
        PreservedConflict preserved = ledger.preserved();
        if (writing == Operation.PRESERVE) {
            return PassEnd.outOfBudget(Outcome.PUSH_FAILED, Messages.escapeFailed(failure.text()));
        }
        if (writing != null || ledger.didSomething()) {
            return PassEnd.outOfBudget(Outcome.PUSH_FAILED, Messages.pushFailed(failure.text()));
        }
        if (preserved != null) {
            String branch = preserved.branch().value();
            return PassEnd.outOfBudget(Outcome.FETCH_FAILED, Messages.adoptFailed(failure.text(), branch));
        }
        return failure.operation().remote()
                ? PassEnd.outOfBudget(Outcome.FETCH_FAILED, Messages.fetchFailed(failure.text()))
                : PassEnd.failed(failure.type(), failure.text());
    }

    /** Tells the application that its branch moved; a failure is said, and owed to the next run. */
    void reload() {
        CommitId local = ledger.local();
        if (!ledger.takeReload() || local == null || input.planned()) {
            return;
        }
        try {
            ReloadAnswer answer = activities.reload(local, ledger.passDeed().outcome());
            reloadProblem = answer.answered() ? "" : answer.detail();
        } catch (StepFailure failure) {
            reloadProblem = failure.text();
        }
    }

    /** Why the application could not be told; empty where it was, or had not to be. */
    String reloadProblem() {
        return reloadProblem;
    }
}
