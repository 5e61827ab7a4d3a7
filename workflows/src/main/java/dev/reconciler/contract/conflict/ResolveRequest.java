package dev.reconciler.contract.conflict;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import dev.reconciler.contract.RepositoryBranch;
import dev.reconciler.model.CommitId;
import java.time.Duration;
import java.time.Instant;

/**
 * Asks for the commits of a conflict branch to be replayed.
 *
 * @param remote what the remote's branch was seen to hold, on which they are replayed
 * @param committedAt the committer date of the replayed commits
 * @param limit how long all attempts of this activity together may take
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record ResolveRequest(
        RepositoryBranch target, ConflictTask task, CommitId remote, Instant committedAt, Duration limit) {}
