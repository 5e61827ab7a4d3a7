package dev.reconciler.contract;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import dev.reconciler.model.CommitId;
import dev.reconciler.model.UtcName;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Asks for a push of the branch.
 *
 * @param expected what the remote branch is expected to hold
 * @param next what the remote branch shall hold
 * @param limit how long all attempts of this activity together may take
 * @param replayed what the branch held before this run replayed it; null where it did not
 * @param keep the name under {@code refs/rewound/} that shall keep {@code replayed} where the remote refuses its twins;
 *     null where there is nothing to keep
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record PushRequest(
        RepositoryBranch target,
        CommitId expected,
        CommitId next,
        Duration limit,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable CommitId replayed,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable UtcName keep) {

    @JsonCreator
    public PushRequest {}

    /** Of commits that this run has not replayed. */
    public PushRequest(RepositoryBranch target, CommitId expected, CommitId next, Duration limit) {
        this(target, expected, next, limit, null, null);
    }
}
