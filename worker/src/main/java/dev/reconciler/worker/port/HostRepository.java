package dev.reconciler.worker.port;

import dev.reconciler.model.BranchName;
import dev.reconciler.model.RepositoryId;
import java.time.Duration;
import java.util.List;

/**
 * A repository as every host may know it: without its path and without secrets.
 *
 * @param host the name of the host that has the repository on its disk
 * @param branch the branch that is reconciled
 * @param remotes every URL by which a request may name the repository, without users and passwords
 * @param retryFor the budget of each run's fetch or push retries
 */
public record HostRepository(RepositoryId id, String host, BranchName branch, List<String> remotes, Duration retryFor) {
    public HostRepository {
        remotes = List.copyOf(remotes);
    }

    /** The same repository, whose next run has another budget. */
    public HostRepository withRetryFor(Duration budget) {
        return new HostRepository(id, host, branch, remotes, budget);
    }
}
