package dev.reconciler.worker.board;

import dev.reconciler.git.state.BranchPosition;
import dev.reconciler.worker.config.RepositoryConfiguration;
import dev.reconciler.worker.status.LeaseStatus;
import dev.reconciler.worker.status.RepositoryState;
import dev.reconciler.worker.status.RunningRun;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How one repository is.
 *
 * @param since since when it is in that state; null where nobody saw it get there
 * @param running the run that is under way; null where there is none
 * @param position where its branch stands; empty where there is no clone to be read, or it was not looked at yet
 * @param looked whether its clone was looked at
 * @param lastRuns the newest first; never changed
 * @param conflicts the open ones, the newest first
 * @param lease the lease that an application holds; null where none does
 */
public record BoardEntry(
        RepositoryConfiguration repository,
        RepositoryState state,
        @Nullable Instant since,
        @Nullable RunningRun running,
        Optional<BranchPosition> position,
        boolean looked,
        List<PassedRun> lastRuns,
        List<OpenConflict> conflicts,
        @Nullable LeaseStatus lease) {
    public BoardEntry {
        // The runs are not copied: they are parsed where somebody looks at them.
        conflicts = List.copyOf(conflicts);
    }

    /** The last run that has ended. */
    public Optional<PassedRun> lastRun() {
        return lastRuns.stream().findFirst();
    }

    /** How many commits the remote lacks, as far as the clone tells. */
    public int unpushed() {
        Integer ahead = position.map(BranchPosition::ahead).orElse(null);
        return ahead == null ? 0 : ahead;
    }
}
