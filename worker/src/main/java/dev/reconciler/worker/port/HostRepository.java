package dev.reconciler.worker.port;

import dev.reconciler.model.BranchName;
import dev.reconciler.model.RepositoryId;
import java.time.Duration;
import java.util.List;

/**
 * A repository as every host may know it: no path, no secret.
 *
 * @param remotes every URL by which it may be named, without secrets
 */
public record HostRepository(RepositoryId id, String host, BranchName branch, List<String> remotes, Duration retryFor) {
    public HostRepository {
        remotes = List.copyOf(remotes);
    }
}
