package dev.reconciler.contract;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import dev.reconciler.model.CommitId;
import java.time.Instant;

/**
 * Asks for a replay of local's own commits.
 *
 * @param local whose own commits are replayed
 * @param remote the remote's commit: what it reaches is no commit of local's own
 * @param onto where the replay starts: {@code remote}, or the merge base where the dropped commits are to be left out
 * @param committedAt the committer date of the replayed commits, whole seconds
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record ReplayRequest(
        RepositoryBranch target, CommitId local, CommitId remote, CommitId onto, Instant committedAt) {}
