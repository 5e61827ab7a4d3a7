package dev.reconciler.client;

import org.jspecify.annotations.Nullable;

/**
 * What a run came to.
 *
 * @param repository the id of the repository
 * @param outcome {@code in-sync}, {@code fast-forwarded}, {@code pushed-ahead}, {@code rebased}, {@code rewound}, {@code
 *     conflict-escaped}, {@code fetch-failed}, {@code push-failed} or {@code failed}
 * @param branch the name of the branch
 * @param oldCommit the local branch before
 * @param newCommit the local branch afterwards
 * @param remoteCommit the remote branch afterwards; null where it is not known
 * @param ahead how many commits the remote lacked before
 * @param behind how many commits of the remote were missing here before
 * @param conflictBranch where the own commits are that conflicted
 * @param keptRef which ref holds commits that no branch holds any more
 * @param remoteRewritten whether the remote's history was rewritten
 * @param trigger what asked for the run
 * @param attempts 1 and the failed attempts to reach the remote
 * @param durationMs milliseconds from the start of the pass to its outcome
 * @param reload what the application answered when it was told of the move; null where it was not called
 * @param message a sentence for people
 * @param error why a {@code failed} run failed, else null
 */
public record RunReport(
        String repository,
        String outcome,
        String branch,
        @Nullable String oldCommit,
        @Nullable String newCommit,
        @Nullable String remoteCommit,
        int ahead,
        int behind,
        @Nullable String conflictBranch,
        @Nullable String keptRef,
        boolean remoteRewritten,
        String trigger,
        int attempts,
        long durationMs,
        @Nullable ReloadReport reload,
        String message,
        @Nullable RunError error) {

    /**
     * What the application answered.
     *
     * @param status the status of HTTP
     * @param body at most 4 KiB of its text
     */
    public record ReloadReport(int status, String body) {}

    /**
     * Why a run failed.
     *
     * @param type one of the types in docs/outcomes.md
     * @param message what happened, and what to do
     * @param reason which refusal it was, where that is understood
     */
    public record RunError(
            String type, String message, @Nullable String reason) {}
}
