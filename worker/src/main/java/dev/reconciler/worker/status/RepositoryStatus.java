package dev.reconciler.worker.status;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import dev.reconciler.model.RepositoryId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A line of {@code status}: the state of one repository.
 *
 * @param last the last run that ended; null where no run has ended yet, or Temporal has deleted it
 * @param running the run that is under way; null where there is none
 * @param openConflicts the conflict branches on the remote, empty where the remote was not asked; shown to people, left
 *     out of the JSON
 */
@JsonPropertyOrder({"repository", "state", "last", "running"})
public record RepositoryStatus(
        RepositoryId repository,
        RepositoryState state,
        @Nullable EndedRun last,
        @Nullable RunningRun running,
        @JsonIgnore List<String> openConflicts) {

    public RepositoryStatus {
        openConflicts = List.copyOf(openConflicts);
    }
}
