package dev.reconciler.worker.api;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import dev.reconciler.git.state.BranchPosition;
import dev.reconciler.model.BranchName;
import dev.reconciler.model.CommitId;
import dev.reconciler.model.ConflictName;
import dev.reconciler.worker.status.RepositoryStatus;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A repository as the interface shows it: the object of {@code status --json}, and where its branch stands.
 *
 * @param local the commit of the local branch; null where there is no clone yet
 * @param remote the commit that the remote was last seen to hold; null where it is unknown
 * @param unpushedSince when a commit that the remote has not was first seen to wait; null where none does
 * @param conflicts the open conflicts, each {@code <repository>/<UTC>}
 */
@JsonPropertyOrder({
    "repository",
    "state",
    "local",
    "remote",
    "ahead",
    "behind",
    "unpushedSince",
    "conflicts",
    "last",
    "running",
    "lease",
    "warnings"
})
public record RepositoryView(
        @JsonUnwrapped RepositoryStatus status,
        @Nullable CommitId local,
        @Nullable CommitId remote,
        @Nullable Integer ahead,
        @Nullable Integer behind,

        @JsonSerialize(using = ToStringSerializer.class) @Nullable
        Instant unpushedSince,

        List<String> conflicts) {
    /** @param position empty where there is no clone that can be read */
    static RepositoryView of(RepositoryStatus status, Optional<BranchPosition> position) {
        List<String> conflicts = status.openConflicts().stream()
                .map(branch -> status.repository() + "/" + ConflictName.below(new BranchName(branch)))
                .toList();
        return position.map(found -> new RepositoryView(
                        status,
                        found.local(),
                        found.remote(),
                        found.ahead(),
                        found.behind(),
                        found.unpushedSince(),
                        conflicts))
                .orElseGet(() -> new RepositoryView(status, null, null, null, null, null, conflicts));
    }
}
