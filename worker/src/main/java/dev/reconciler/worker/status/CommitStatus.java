package dev.reconciler.worker.status;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import dev.reconciler.git.repository.DataRepository;
import dev.reconciler.git.repository.RepositorySettings;
import dev.reconciler.git.standing.CommitStandings;
import dev.reconciler.git.standing.CommitState;
import dev.reconciler.git.standing.Standing;
import dev.reconciler.model.CommitId;
import dev.reconciler.model.RepositoryId;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What became of a commit of an application.
 *
 * @param remoteCommit what the remote holds for it: the commit itself, or the one that it was replayed as; null unless
 *     it is pushed
 * @param branch the branch or ref that holds it where it is escaped or kept; else null
 * @param since when it was first seen in this state
 */
@JsonPropertyOrder({"repository", "commit", "state", "remoteCommit", "branch", "since"})
public record CommitStatus(
        RepositoryId repository,
        CommitId commit,
        CommitState state,
        @Nullable CommitId remoteCommit,
        @Nullable String branch,
        @JsonSerialize(using = ToStringSerializer.class) Instant since) {

    /**
     * Looks for a commit in the clone.
     *
     * @return empty where no clone of ours ever held it on the configured branch, or it was taken away before it was
     *     pushed
     * @throws dev.reconciler.git.error.GitException if the clone can't be opened
     */
    public static Optional<CommitStatus> find(RepositorySettings settings, CommitId commit) throws IOException {
        Optional<DataRepository> there = DataRepository.open(settings);
        if (there.isEmpty()) {
            return Optional.empty();
        }
        try (DataRepository repository = there.get()) {
            return CommitStandings.find(repository, commit).map(standing -> of(settings.id(), commit, standing));
        }
    }

    private static CommitStatus of(RepositoryId repository, CommitId commit, Standing standing) {
        return new CommitStatus(
                repository, commit, standing.state(), standing.remoteCommit(), standing.branch(), standing.since());
    }

    /** Whether nothing more will become of it by itself. */
    public boolean isSettled() {
        return state.isSettled();
    }
}
