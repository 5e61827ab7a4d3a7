package dev.reconciler.contract;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import dev.reconciler.model.CommitId;
import org.jspecify.annotations.Nullable;

/**
 * Where the local branch was moved to, or why it was not.
 *
 * @param now after {@code DONE} the commit that the branch was moved to: the request's target, or beyond it where
 *     commits that the application made meanwhile were replayed too; the application may have committed on top of it
 *     since, and a repeated move that finds itself done answers the request's target. After {@code MOVED} the local
 *     branch
 * @param keptRef the ref that keeps what the branch held before; null where none was asked for
 * @param reloadOwed whether the application has to be told
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record MoveAnswer(
        MoveStatus status, CommitId now, @Nullable String keptRef, boolean reloadOwed) {

    /** Whether the branch was moved. */
    public enum MoveStatus {
        DONE,
        /** The branch was no longer where it was expected; nothing was changed. */
        MOVED
    }
}
