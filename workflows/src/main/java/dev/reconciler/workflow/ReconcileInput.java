package dev.reconciler.workflow;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonInclude;
import dev.reconciler.model.BranchName;
import dev.reconciler.model.RepositoryId;
import dev.reconciler.model.Trigger;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a run is started with: names only. Paths, URLs and credentials stay in the configuration of the host.
 *
 * @param host whose disk the repository is on
 * @param trigger what asked for the run
 * @param retryFor the budget of the run's fetch or push retries
 * @param planned whether the activities only look: the result then says what a run would do
 * @param carried what a run that continued as new had done; null for everybody who starts one
 */
public record ReconcileInput(
        RepositoryId repository,
        String host,
        BranchName branch,
        Trigger trigger,
        Duration retryFor,
        boolean planned,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Carried carried) {

    @JsonCreator
    public ReconcileInput {}

    /** A run that starts afresh. */
    public ReconcileInput(
            RepositoryId repository,
            String host,
            BranchName branch,
            Trigger trigger,
            Duration retryFor,
            boolean planned) {
        this(repository, host, branch, trigger, retryFor, planned, null);
    }

    /** The input of the run that goes on where this one's history grew too long. */
    ReconcileInput carrying(Carried work) {
        return new ReconcileInput(repository, host, branch, trigger, retryFor, planned, work);
    }
}
