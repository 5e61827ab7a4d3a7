package dev.reconciler.git.state;

import dev.reconciler.git.history.CommitIds;
import dev.reconciler.git.history.HistoryComparison;
import dev.reconciler.git.repository.DataRepository;
import dev.reconciler.git.repository.RepositorySettings;
import dev.reconciler.model.CommitId;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jgit.lib.ObjectId;
import org.jspecify.annotations.Nullable;

/**
 * How the local branch stands to the remote's as it was last seen, read from the clone alone.
 *
 * @param local the commit of the local branch
 * @param remote the commit that the remote was last read to hold; null before the first fetch
 * @param ahead how many commits local has that the remote has not; null where the remote is unknown
 * @param behind how many commits the remote has that local has not; null where it is unknown
 * @param unpushedSince when a commit that the remote has not was first seen to wait; where no run has seen one yet, when
 *     the oldest of them was made; null where there is none
 * @param missingSince when the oldest commit of the remote was made that is not here; null where there is none
 */
public record BranchPosition(
        CommitId local,
        @Nullable CommitId remote,
        @Nullable Integer ahead,
        @Nullable Integer behind,
        @Nullable Instant unpushedSince,
        @Nullable Instant missingSince) {

    /**
     * Reads the position, without the repository's lock and without any change.
     *
     * @return empty where there is no clone, no such branch, or this process can't read it
     */
    public static Optional<BranchPosition> find(RepositorySettings settings) {
        try {
            Optional<DataRepository> there = DataRepository.open(settings);
            if (there.isEmpty()) {
                return Optional.empty();
            }
            try (DataRepository repository = there.get()) {
                return Optional.of(readPosition(repository));
            }
        } catch (IOException | RuntimeException unreadable) {
            // Of a damaged object the library throws whatever its bytes lead to; a run says what is wrong.
            return Optional.empty();
        }
    }

    private static BranchPosition readPosition(DataRepository repository) throws IOException {
        ObjectId local = repository.local();
        TipJournal journal = new TipJournal(repository);
        Optional<ObjectId> remote = LastSeenRemote.find(repository, journal);
        if (remote.isEmpty()) {
            return new BranchPosition(CommitIds.of(local), null, null, null, null, null);
        }
        if (remote.get().equals(local)) {
            return new BranchPosition(CommitIds.of(local), CommitIds.of(local), 0, 0, null, null);
        }
        HistoryComparison history = HistoryComparison.between(repository.git(), local, remote.get(), Set.of());
        return new BranchPosition(
                CommitIds.of(local),
                CommitIds.of(remote.get()),
                history.ahead(),
                history.behind(),
                UnpushedSince.find(repository, journal, history.own()).orElse(null),
                history.upstream().isEmpty() ? null : UnpushedSince.readOldestTime(repository, history.upstream()));
    }
}
