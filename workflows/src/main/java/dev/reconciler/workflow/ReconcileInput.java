package dev.reconciler.workflow;

import dev.reconciler.model.BranchName;
import dev.reconciler.model.RepositoryId;
import dev.reconciler.model.Trigger;
import java.time.Duration;

/**
 * What a run is started with: names only. Paths, URLs and credentials stay in the configuration of the host.
 *
 * @param host whose disk the repository is on
 * @param trigger what asked for the run
 * @param retryFor the budget of the run's fetch or push retries
 * @param planned whether the activities only look: the result then says what a run would do
 */
public record ReconcileInput(
        RepositoryId repository, String host, BranchName branch, Trigger trigger, Duration retryFor, boolean planned) {}
