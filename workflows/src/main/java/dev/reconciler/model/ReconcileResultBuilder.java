package dev.reconciler.model;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Makes a {@link ReconcileResult} part by part, each part under its name.
 *
 * <p>A part that is not given stands for a run that saw and moved nothing: no commits, counts of zero, one attempt.
 */
public final class ReconcileResultBuilder {
    private final RepositoryId repository;
    private final BranchName branch;
    private final Trigger trigger;
    private Outcome outcome = Outcome.IN_SYNC;
    private String message = "";
    private @Nullable ReconcileError error;
    private @Nullable CommitId oldCommit;
    private @Nullable CommitId newCommit;
    private @Nullable CommitId remoteCommit;
    private int ahead;
    private int behind;
    private @Nullable String conflictBranch;
    private @Nullable String keptRef;
    private boolean remoteRewritten;
    private int attempts = 1;
    private Duration duration = Duration.ZERO;
    private @Nullable ReloadResponse reload;
    private boolean planned;

    ReconcileResultBuilder(RepositoryId repository, BranchName branch, Trigger trigger) {
        this.repository = repository;
        this.branch = branch;
        this.trigger = trigger;
    }

    /** Begins with every part of another result, so that the caller names only the parts that differ. */
    static ReconcileResultBuilder from(ReconcileResult result) {
        return new ReconcileResultBuilder(result.repository(), result.branch(), result.trigger())
                .outcome(result.outcome(), result.message())
                .error(result.error())
                .localBranch(result.oldCommit(), result.newCommit())
                .remoteBranch(result.remoteCommit())
                .commitCounts(result.ahead(), result.behind())
                .conflictBranch(result.conflictBranch())
                .keptRef(result.keptRef())
                .remoteRewritten(result.remoteRewritten())
                .attempts(result.attempts())
                .duration(Duration.ofMillis(result.durationMs()))
                .reload(result.reload())
                .planned(result.planned());
    }

    /** Says what the run came to, for programs and for people. */
    public ReconcileResultBuilder outcome(Outcome reached, String told) {
        outcome = reached;
        message = told;
        return this;
    }

    /** Says that a person must act, and why. */
    public ReconcileResultBuilder failed(ErrorType type, String reason) {
        return outcome(Outcome.FAILED, reason).error(new ReconcileError(type, reason));
    }

    /** Says why the run failed; null where it did not. */
    public ReconcileResultBuilder error(@Nullable ReconcileError reason) {
        error = reason;
        return this;
    }

    /** Says where the local branch was before the run, and where it is afterwards; null where there is none. */
    public ReconcileResultBuilder localBranch(@Nullable CommitId before, @Nullable CommitId afterwards) {
        oldCommit = before;
        newCommit = afterwards;
        return this;
    }

    /** Says where the remote branch is afterwards; null where that is unknown. */
    public ReconcileResultBuilder remoteBranch(@Nullable CommitId afterwards) {
        remoteCommit = afterwards;
        return this;
    }

    /** Says how far apart the two sides were before the first pass. */
    public ReconcileResultBuilder commitCounts(int commitsAhead, int commitsBehind) {
        ahead = commitsAhead;
        behind = commitsBehind;
        return this;
    }

    /** Names the branch on the remote that holds the escaped commits; null where there is none. */
    public ReconcileResultBuilder conflictBranch(@Nullable String name) {
        conflictBranch = name;
        return this;
    }

    /** Names the local ref that holds what is on no branch any more; null where there is none. */
    public ReconcileResultBuilder keptRef(@Nullable String name) {
        keptRef = name;
        return this;
    }

    /** Says whether the remote dropped commits that both sides once held. */
    public ReconcileResultBuilder remoteRewritten(boolean rewritten) {
        remoteRewritten = rewritten;
        return this;
    }

    /** Says how often the run tried: one, and the failed remote attempts. */
    public ReconcileResultBuilder attempts(int count) {
        attempts = count;
        return this;
    }

    /** Says how long the last pass took; the result holds whole milliseconds. */
    public ReconcileResultBuilder duration(Duration passDuration) {
        duration = passDuration;
        return this;
    }

    /** Says what the application answered; null where it was not called. */
    public ReconcileResultBuilder reload(@Nullable ReloadResponse answered) {
        reload = answered;
        return this;
    }

    /** Says whether the run only looked. */
    public ReconcileResultBuilder planned(boolean onlyLooked) {
        planned = onlyLooked;
        return this;
    }

    /** Makes the result of the parts given so far. */
    public ReconcileResult build() {
        // The one call by position: every other place gives each part under its name.
        return new ReconcileResult(
                repository,
                outcome,
                branch,
                oldCommit,
                newCommit,
                remoteCommit,
                ahead,
                behind,
                conflictBranch,
                keptRef,
                remoteRewritten,
                trigger,
                attempts,
                duration.toMillis(),
                reload,
                message,
                planned,
                error);
    }
}
