package dev.reconciler.model;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import org.jspecify.annotations.Nullable;

/**
 * What one run did: the line that {@code --json} prints.
 *
 * @param oldCommit the local branch before; null where there was none
 * @param newCommit the local branch afterwards; null where there is none
 * @param remoteCommit the remote branch afterwards; null where it is unknown
 * @param ahead local commits that the remote lacked before the first pass
 * @param behind remote commits that local lacked before the first pass
 * @param conflictBranch the branch on the remote that holds the escaped commits, such as {@code conflicts/<UTC>}
 * @param keptRef the local ref that holds what is on no branch any more, such as {@code refs/rewound/<UTC>}
 * @param remoteRewritten whether the remote dropped commits that both sides once held
 * @param attempts one, and the failed remote attempts of the run
 * @param durationMs milliseconds from the start of the pass to its outcome
 * @param reload what the application answered when it was told of a move; null where it was not called
 * @param planned whether this says what a run would do, instead of what it did
 * @param error present on {@link Outcome#FAILED} only
 */
@JsonPropertyOrder({
    "repository",
    "outcome",
    "branch",
    "oldCommit",
    "newCommit",
    "remoteCommit",
    "ahead",
    "behind",
    "conflictBranch",
    "keptRef",
    "remoteRewritten",
    "trigger",
    "attempts",
    "durationMs",
    "reload",
    "message",
    "planned",
    "error"
})
@JsonIgnoreProperties(ignoreUnknown = true)
public record ReconcileResult(
        RepositoryId repository,
        Outcome outcome,
        BranchName branch,
        @Nullable CommitId oldCommit,
        @Nullable CommitId newCommit,
        @Nullable CommitId remoteCommit,
        int ahead,
        int behind,
        @Nullable String conflictBranch,
        @Nullable String keptRef,
        boolean remoteRewritten,
        Trigger trigger,
        int attempts,
        long durationMs,
        @Nullable ReloadResponse reload,
        String message,
        @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean planned,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable ReconcileError error) {
    /** Keeps so much of the message as Temporal takes. */
    public ReconcileResult {
        message = BoundedText.bound(message);
    }

    /** Begins the result of a run that was asked for by {@code trigger}. */
    public static ReconcileResultBuilder builder(RepositoryId repository, BranchName branch, Trigger trigger) {
        return new ReconcileResultBuilder(repository, branch, trigger);
    }

    /** Makes the result of a run that failed before it saw anything, or that told nothing of what it saw. */
    public static ReconcileResult failedUnseen(
            RepositoryId repository, BranchName branch, Trigger trigger, ErrorType type, String message) {
        return builder(repository, branch, trigger).failed(type, message).build();
    }

    /** Returns the same result, marked as what a run would do. */
    public ReconcileResult asPlan() {
        return ReconcileResultBuilder.from(this).planned(true).build();
    }
}
