package dev.reconciler.contract;

import dev.reconciler.model.CommitId;
import org.jspecify.annotations.Nullable;

/**
 * Where the local branch is now.
 *
 * @param now the local branch; beyond the target where commits that were made meanwhile were replayed too
 * @param keptRef the ref that keeps what the branch held before; null where none was asked for
 * @param reloadOwed whether the application has to be told
 */
public record MoveAnswer(
        MoveStatus status, CommitId now, @Nullable String keptRef, boolean reloadOwed) {

    /** Whether the branch was moved. */
    public enum MoveStatus {
        DONE,
        /** The branch was no longer where it was expected; nothing was changed. */
        MOVED
    }
}
