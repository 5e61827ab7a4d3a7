package dev.reconciler.worker.page.text;

import dev.reconciler.model.Outcome;
import dev.reconciler.model.ReconcileError;
import dev.reconciler.model.ReconcileResult;
import dev.reconciler.worker.board.BoardEntry;
import dev.reconciler.worker.board.PassedRun;
import dev.reconciler.worker.status.LeaseStatus;
import dev.reconciler.worker.status.RepositoryState;
import dev.reconciler.worker.status.RunningRun;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** How a repository is, in sentences for people who know git and nothing of this program. */
public final class PlainWords {
    private static final int LONGEST_ERROR = 400;

    private PlainWords() {}

    /** What a state means, in a few words. */
    public static String describeState(RepositoryState state) {
        return switch (state) {
            case SETTLED -> "in agreement";
            case RUNNING -> "at work";
            case RETRYING -> "trying again";
            case ESCAPED -> "conflict open";
            case FAILED -> "needs attention";
            case UNKNOWN -> "not seen yet";
        };
    }

    /** What the repository waits for; empty where it waits for nothing. */
    public static String describeWait(BoardEntry entry, Instant now) {
        RunningRun run = entry.running();
        if (run != null) {
            return describeRunning(run, entry.lease(), now);
        }
        return switch (entry.state()) {
            case FAILED -> entry.lastRun().map(PlainWords::describeFailure).orElse("");
            case ESCAPED ->
                "waits for a person to look at " + count(entry.conflicts().size(), "conflict");
            case UNKNOWN -> "no run has ended since this host began to remember";
            case SETTLED, RUNNING, RETRYING -> describeUnpushed(entry);
        };
    }

    private static String describeRunning(RunningRun run, @Nullable LeaseStatus lease, Instant now) {
        String error = run.lastError();
        if (error == null) {
            return run.step().equals(RunningRun.WAITING_FOR_WORKER)
                    ? "waits for a worker or for its turn"
                    : describeStep(run.step());
        }
        Instant next = run.nextAttemptAt();
        String when = next == null || next.isBefore(now.plusSeconds(2))
                ? "tries again now"
                : "tries again " + Moment.of(next, now).ago();
        String why = lease == null
                ? VisibleText.showLines(error, LONGEST_ERROR)
                : "the lease of " + VisibleText.showLine(lease.holder(), 60) + " ends "
                        + Moment.of(lease.expiresAt(), now).ago();
        return why + " – " + when + ", attempt " + run.attempt();
    }

    public static String describeStep(String step) {
        return switch (step) {
            case "Fetch" -> "asks the remote what it holds";
            case "Classify" -> "compares both sides";
            case "Replay" -> "replays the commits of this host on those of the remote";
            case "Push" -> "pushes";
            case "Advance", "Adopt" -> "moves the branch to the commits of the remote";
            case "Preserve", "Verify" -> "puts commits that conflict on a branch of their own";
            case "Resolve" -> "replays the commits of a conflict";
            case "Settle" -> "removes the branch of a conflict that is decided";
            case "Reload" -> "tells the application that its data have moved";
            default -> "is at the step " + VisibleText.showLine(step, 40);
        };
    }

    private static String describeFailure(PassedRun run) {
        ReconcileError error = run.result().error();
        return VisibleText.showLines(error == null ? run.result().message() : error.message(), LONGEST_ERROR);
    }

    private static String describeUnpushed(BoardEntry entry) {
        int unpushed = entry.unpushed();
        return unpushed == 0 ? "" : count(unpushed, "commit") + " not pushed yet";
    }

    /** What a run did, in one sentence. */
    public static String describeRun(ReconcileResult result) {
        ReconcileError error = result.error();
        return VisibleText.showLines(error == null ? result.message() : error.message(), LONGEST_ERROR);
    }

    /** How a run is marked: whether it is as it should be, deserves a look, or needs a person. */
    public static String gradeOutcome(Outcome outcome) {
        return switch (outcome) {
            case IN_SYNC -> "quiet";
            case FAST_FORWARDED, PUSHED_AHEAD, REBASED -> "good";
            case REWOUND, CONFLICT_ESCAPED -> "look";
            case FETCH_FAILED, PUSH_FAILED, FAILED -> "bad";
        };
    }

    /** A number of things. */
    public static String count(int number, String thing) {
        return number + " " + thing + (number == 1 ? "" : "s");
    }
}
