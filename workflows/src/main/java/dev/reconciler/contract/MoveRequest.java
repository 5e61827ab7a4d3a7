package dev.reconciler.contract;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import dev.reconciler.model.CommitId;
import dev.reconciler.model.UtcName;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Asks for the local branch to be moved.
 *
 * @param from where the branch is expected
 * @param to where the branch shall be
 * @param remote the commit that the remote was read to hold: local holds it too after the move
 * @param keep the name under {@code refs/rewound/} that shall keep {@code from}; null where nothing gets lost
 * @param replayedAt the committer date of the replay that made {@code to}, so that commits which were made meanwhile
 *     can be replayed the same way; null where {@code to} is no replay
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record MoveRequest(
        RepositoryBranch target,
        CommitId from,
        CommitId to,
        CommitId remote,
        @Nullable UtcName keep,
        @Nullable Instant replayedAt) {}
