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
 * @param lease the lease that an application holds; null where none does
 * @param warnings what a person should mend in the clone, such as commits that are not synced to the disk
 * @param openConflicts the conflict branches on the remote, empty where the remote was not asked; shown to people, left
 *     out of the JSON
 */
@JsonPropertyOrder({"repository", "state", "last", "running", "lease", "warnings"})
public record RepositoryStatus(
        RepositoryId repository,
        RepositoryState state,
        @Nullable EndedRun last,
        @Nullable RunningRun running,
        @Nullable LeaseStatus lease,
        List<String> warnings,
        @JsonIgnore List<String> openConflicts) {

    public RepositoryStatus {
        warnings = List.copyOf(warnings);
        openConflicts = List.copyOf(openConflicts);
    }

    /** What Temporal and the remote tell: nothing of the clone. */
    public RepositoryStatus(
            RepositoryId repository,
            RepositoryState state,
            @Nullable EndedRun last,
            @Nullable RunningRun running,
            List<String> openConflicts) {
        this(repository, state, last, running, null, List.of(), openConflicts);
    }

    /** The same status with what the clone tells: the lease that is held, and what a person should mend. */
    public RepositoryStatus withClone(@Nullable LeaseStatus held, List<String> found) {
        return new RepositoryStatus(repository, state, last, running, held, found, openConflicts);
    }
}
