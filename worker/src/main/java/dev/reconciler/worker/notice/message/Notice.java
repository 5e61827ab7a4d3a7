package dev.reconciler.worker.notice.message;

import dev.reconciler.model.RepositoryId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one channel is to be told of one case.
 *
 * @param id the same for each attempt to tell it, so that a receiver knows a second one
 * @param channel the name of the channel
 * @param caseId the id of the case
 * @param title what is wrong, on one line
 * @param text what a person should know and can do
 * @param repositories those that the case is about; none: the whole host
 * @param since when the case began
 * @param at when this notice was made
 * @param closedAt when the case was over; null while it is open
 */
public record Notice(
        String id,
        String channel,
        NoticeType type,
        String caseId,
        CaseKind kind,
        String title,
        String text,
        List<RepositoryId> repositories,
        Instant since,
        Instant at,
        @Nullable Instant closedAt) {
    public Notice {
        repositories = List.copyOf(repositories);
    }

    /** How long the case has been open, or was. */
    public Duration openFor() {
        Duration open = Duration.between(since, closedAt == null ? at : closedAt);
        return open.isNegative() ? Duration.ZERO : open;
    }
}
