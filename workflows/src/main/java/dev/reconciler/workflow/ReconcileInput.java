package dev.reconciler.workflow;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import dev.reconciler.model.BranchName;
import dev.reconciler.model.RepositoryId;
import dev.reconciler.model.Trigger;
import dev.reconciler.workflow.progress.RunCheckpoint;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a run is started with: names only. Paths, URLs and credentials stay in the configuration of the host.
 *
 * @param host the host whose disk has the repository
 * @param trigger what asked for the run
 * @param retryFor the budget of each pass: how long it goes on trying to reach the remote
 * @param planned whether the activities only look: the result then says what a run would do
 * @param checkpoint what the run had done before it continued as new; null for a run that a starter starts
 */
@JsonPropertyOrder({"repository", "host", "branch", "trigger", "retryFor", "planned", "carried"})
public record ReconcileInput(
        RepositoryId repository,
        String host,
        BranchName branch,
        Trigger trigger,
        Duration retryFor,
        boolean planned,

        @JsonProperty("carried") @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
        RunCheckpoint checkpoint) {

    @JsonCreator
    public ReconcileInput {}

    /** The input of a run that starts afresh. */
    public ReconcileInput(
            RepositoryId repository,
            String host,
            BranchName branch,
            Trigger trigger,
            Duration retryFor,
            boolean planned) {
        this(repository, host, branch, trigger, retryFor, planned, null);
    }

    /** Makes the input of the run that goes on where this run's history grew too long. */
    public ReconcileInput withCheckpoint(RunCheckpoint reached) {
        return new ReconcileInput(repository, host, branch, trigger, retryFor, planned, reached);
    }
}
