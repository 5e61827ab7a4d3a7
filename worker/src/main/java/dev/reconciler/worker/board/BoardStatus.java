package dev.reconciler.worker.board;

import dev.reconciler.git.lease.Leases;
import dev.reconciler.git.state.BranchPosition;
import dev.reconciler.worker.status.EndedRun;
import dev.reconciler.worker.status.LeaseStatus;
import dev.reconciler.worker.status.RepositoryStatus;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A {@link BoardEntry} in the words of {@code status}.
 *
 * @param position where its branch stands; empty where there is no clone to be read, or it was not looked at yet
 */
public record BoardStatus(RepositoryStatus status, Optional<BranchPosition> position) {
    /** The lease is looked at now: nothing tells of one. */
    static BoardStatus of(BoardEntry entry, List<String> warnings) {
        @Nullable
        EndedRun last = entry.lastRun()
                .map(run -> new EndedRun(run.result(), run.endedAt()))
                .orElse(null);
        @Nullable
        LeaseStatus lease =
                Leases.find(entry.repository().path()).map(LeaseStatus::of).orElse(null);
        RepositoryStatus status = new RepositoryStatus(
                entry.repository().id(),
                entry.state(),
                last,
                entry.running(),
                lease,
                warnings,
                entry.conflicts().stream().map(OpenConflict::branch).toList());
        return new BoardStatus(status, entry.position());
    }
}
