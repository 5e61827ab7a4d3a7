package dev.reconciler.contract.conflict;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import dev.reconciler.contract.PreservedConflict;
import dev.reconciler.contract.RepositoryBranch;
import dev.reconciler.model.UtcName;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Asks for a conflict branch to be removed from the remote, where it holds that commit.
 *
 * @param keep the name under {@code refs/rewound/} that shall keep the commit; null where the remote's branch has all of
 *     it
 * @param limit how long all attempts of this activity together may take
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record SettleRequest(
        RepositoryBranch target,
        PreservedConflict conflict,
        @Nullable UtcName keep,
        Duration limit) {}
