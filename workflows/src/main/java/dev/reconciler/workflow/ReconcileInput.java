package dev.reconciler.workflow;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
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
 * @param linger how long after its start the run stays open at least, once it has told its result: a service may refuse
 *     a second start of one workflow ID within that time; null where the service does not
 */
@JsonPropertyOrder({"repository", "host", "branch", "trigger", "retryFor", "planned", "carried", "linger"})
@JsonIgnoreProperties(ignoreUnknown = true)
public record ReconcileInput(
        RepositoryId repository,
        String host,
        BranchName branch,
        Trigger trigger,
        Duration retryFor,
        boolean planned,

        @JsonProperty("carried") @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
        RunCheckpoint checkpoint,

        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Duration linger) {

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
        this(repository, host, branch, trigger, retryFor, planned, null, null);
    }

    /** Makes the input of the run that goes on where this run's history grew too long. */
    public ReconcileInput withCheckpoint(RunCheckpoint reached) {
        return new ReconcileInput(repository, host, branch, trigger, retryFor, planned, reached, linger);
    }

    /** The same, for a run that stays open for at least that time. */
    public ReconcileInput withLinger(Duration atLeast) {
        return new ReconcileInput(repository, host, branch, trigger, retryFor, planned, checkpoint, atLeast);
    }

    /** Makes the input of the passes that another request asks for, while the run of the one before lingers. */
    public ReconcileInput forRequest(Trigger next) {
        return new ReconcileInput(repository, host, branch, next, retryFor, planned, null, linger);
    }
}
