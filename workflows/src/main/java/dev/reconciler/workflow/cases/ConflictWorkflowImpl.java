package dev.reconciler.workflow.cases;

import dev.reconciler.contract.cases.CaseNotice;
import dev.reconciler.contract.cases.CaseNotice.NoticeKind;
import dev.reconciler.contract.cases.CaseState;
import dev.reconciler.contract.cases.ConflictLook;
import dev.reconciler.retry.ExponentialBackoff;
import dev.reconciler.workflow.retry.DurableTimer;
import dev.reconciler.workflow.retry.WorkflowClock;
import io.temporal.failure.ActivityFailure;
import io.temporal.failure.ApplicationFailure;
import io.temporal.workflow.ContinueAsNewOptions;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInit;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Looks, tells people what is due, and sleeps until the next notice is due or a run has seen something new. */
public final class ConflictWorkflowImpl implements ConflictWorkflow {
    /** Long before the service's limits: a case that is open for years is reminded of again and again. */
    private static final long LONG_HISTORY = 1_000;

    /** The runs tell the case once the remote answers; this is for a remote that no run asks. */
    private static final ExponentialBackoff TRY_AGAIN =
            new ExponentialBackoff(Duration.ofMinutes(1), Duration.ofHours(1));

    private final CaseDisplay display = new CaseDisplay();
    private final DurableTimer timer;
    private CaseInput input;
    private CaseProgress progress;
    private boolean isSighted;
    private int failures;

    /** Signals are handled before the first line of {@link #keepOpen}: the state has to be there before them. */
    @WorkflowInit
    public ConflictWorkflowImpl(CaseInput input) {
        this.input = input;
        this.progress = input.carried() == null ? CaseProgress.beginAt(WorkflowClock.now()) : input.carried();
        this.timer = new DurableTimer(() -> isSighted);
    }

    @Override
    public CaseResult keepOpen(CaseInput sameAsInConstructor) {
        while (true) {
            isSighted = false;
            Optional<ConflictLook> found = lookAtRemote();
            if (found.isPresent() && found.get().state() != CaseState.OPEN) {
                Optional<CaseResult> result = close(found.get());
                if (result.isPresent()) {
                    // Another signal says nothing new: a branch of that name that comes back opens a new case.
                    return result.get();
                }
            } else if (progress.look() != null) {
                tellWhatIsDue(progress.look());
            }
            display.show(input, progress);
            continueIfLong();
            timer.sleepUntilRequested(untilNextLook(), "until people are told again, or a run sees something new");
        }
    }

    private Optional<ConflictLook> lookAtRemote() {
        try {
            ConflictLook found = CaseCalls.look(input);
            input = input.withCommit(found.commit());
            progress = progress.withLook(found);
            return Optional.of(found);
        } catch (ActivityFailure failed) {
            noteProblem("its remote could not be asked", failed);
            return Optional.empty();
        }
    }

    private void tellWhatIsDue(ConflictLook look) {
        Optional<NoticeKind> due = CaseSchedule.findDue(input.terms(), progress.told(), WorkflowClock.now());
        due.ifPresent(kind -> tell(kind, look, null));
    }

    private boolean tell(NoticeKind kind, ConflictLook look, @Nullable Duration openFor) {
        try {
            progress = progress.withTold(CaseCalls.tell(
                    input.host(),
                    new CaseNotice(
                            input.target().repository(), input.conflict(), kind, WorkflowClock.now(), look, openFor)));
            return true;
        } catch (ActivityFailure failed) {
            noteProblem("nobody could be told", failed);
            return false;
        }
    }

    private void noteProblem(String what, ActivityFailure failed) {
        failures++;
        String why = failed.getCause() instanceof ApplicationFailure cause
                ? cause.getOriginalMessage()
                : String.valueOf(failed.getCause());
        progress = progress.withProblem(what + ": " + why);
    }

    private Optional<CaseResult> close(ConflictLook look) {
        Instant now = WorkflowClock.now();
        Instant opened = Objects.requireNonNullElse(progress.told().openedAt(), progress.since());
        Duration openFor = Duration.between(opened, now);
        if (!tell(NoticeKind.CLOSED, look, openFor)) {
            return Optional.empty();
        }
        display.showEnd(input, look, openFor);
        return Optional.of(new CaseResult(input.name(), look.state(), opened, now, openFor));
    }

    private Duration untilNextLook() {
        Instant now = WorkflowClock.now();
        if (progress.problem() == null) {
            failures = 0;
            return CaseSchedule.untilNext(input.terms(), progress.told(), now);
        }
        return TRY_AGAIN.waitAfter(failures - 1);
    }

    private void continueIfLong() {
        if (Workflow.getInfo().isContinueAsNewSuggested() || Workflow.getInfo().getHistoryLength() >= LONG_HISTORY) {
            ContinueAsNewOptions options = ContinueAsNewOptions.newBuilder()
                    .setMemo(CaseDisplay.memo(input, progress))
                    .setTypedSearchAttributes(Workflow.getTypedSearchAttributes())
                    .build();
            Workflow.continueAsNew(options, input.withCarried(progress));
        }
    }

    @Override
    public void look(CaseInput seen) {
        // The repository may have got another host, and the configuration other terms.
        input = seen.withCarried(progress);
        isSighted = true;
    }

    @Override
    public CaseStatus status() {
        @Nullable
        Instant next = progress.told().openedAt() == null
                ? null
                : WorkflowClock.now().plus(CaseSchedule.untilNext(input.terms(), progress.told(), WorkflowClock.now()));
        return new CaseStatus(input.name(), input.conflict(), progress, next);
    }
}
