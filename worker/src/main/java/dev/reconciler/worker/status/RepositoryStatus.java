package dev.reconciler.worker.status;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import dev.reconciler.model.RepositoryId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A line of {@code status}.
 *
 * @param last null where no run has ended yet, or Temporal keeps none any more
 * @param running null where none is under way
 * @param openConflicts the conflict branches on the remote, where it was asked; for people only
 */
@JsonPropertyOrder({"repository", "state", "last", "running"})
public record RepositoryStatus(
        RepositoryId repository,
        RepositoryState state,
        @Nullable LastRun last,
        @Nullable RunningRun running,
        @JsonIgnore List<String> openConflicts) {

    public RepositoryStatus {
        openConflicts = List.copyOf(openConflicts);
    }
}
