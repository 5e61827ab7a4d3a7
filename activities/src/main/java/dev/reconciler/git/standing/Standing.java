package dev.reconciler.git.standing;

import dev.reconciler.model.CommitId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Where a commit is, and since when.
 *
 * @param remoteCommit what the remote's branch holds of it, itself or its twin; null where it is not pushed
 * @param branch the conflict branch of an escaped commit, such as {@code conflicts/2026-11-27T08-00-00Z}, or the full name
 *     of the ref that keeps it; null otherwise
 * @param since when it was first seen there; where no run has seen it yet, or the journal is lost, when the commit or its
 *     twin was made
 */
public record Standing(
        CommitState state,
        @Nullable CommitId remoteCommit,
        @Nullable String branch,
        Instant since) {}
