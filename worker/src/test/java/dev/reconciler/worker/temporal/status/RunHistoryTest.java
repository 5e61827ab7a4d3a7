package dev.reconciler.worker.temporal.status;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Timestamp;
import dev.reconciler.model.BranchName;
import dev.reconciler.model.RepositoryId;
import dev.reconciler.model.Trigger;
import dev.reconciler.worker.temporal.embedded.EmbeddedTemporal;
import dev.reconciler.worker.temporal.embedded.FetchingActivities;
import dev.reconciler.worker.temporal.host.HostQueues;
import dev.reconciler.worker.temporal.run.WorkflowRuns;
import dev.reconciler.workflow.ReconcileInput;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowExecutionDescription;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RunHistoryTest {
    private static final String HOST = "host-1";
    private static final WorkflowClient CLIENT = EmbeddedTemporal.start(
                    HostQueues.single(HOST, 4), FetchingActivities.of(request -> FetchingActivities.inSync()))
            .client();

    private final RunHistory history = new RunHistory(CLIENT);
    private final WorkflowRuns runs = new WorkflowRuns(CLIENT);

    private static ReconcileInput input(RepositoryId repository, String host) {
        return new ReconcileInput(repository, host, new BranchName("main"), Trigger.MANUAL, Duration.ofHours(1), false);
    }

    /** Runs the repository until the run ends. */
    private WorkflowExecutionDescription end(RepositoryId repository) {
        runs.run(input(repository, HOST)).join();
        return history.findNewest(repository).orElseThrow();
    }

    /** Starts a run that stays under way, since the host's worker is absent. */
    private WorkflowExecutionDescription begin(RepositoryId repository) {
        runs.request(input(repository, "a-host-that-is-gone"));
        return history.findNewest(repository).orElseThrow();
    }

    private static String runId(WorkflowExecutionDescription run) {
        return run.getExecution().getRunId();
    }

    @Test
    void aRepositoryWithoutARunHasNoNewest() {
        assertThat(history.findNewest(new RepositoryId("none"))).isEmpty();
    }

    @Test
    void theNewestRunIsTheOneUnderWay() {
        RepositoryId repository = new RepositoryId("newest");
        WorkflowExecutionDescription ended = end(repository);
        WorkflowExecutionDescription underWay = begin(repository);

        assertThat(runId(underWay)).isNotEqualTo(runId(ended));
        assertThat(underWay.getCloseTime()).isNull();
    }

    @Test
    void theRunBeforeIsTheLastThatEnded() {
        RepositoryId repository = new RepositoryId("before");
        end(repository);
        end(repository);
        WorkflowExecutionDescription last = end(repository);
        WorkflowExecutionDescription underWay = begin(repository);

        assertThat(history.findLastEndedBefore(repository, underWay).map(RunHistoryTest::runId))
                .isEqualTo(Optional.of(runId(last)));
    }

    @Test
    void theFirstRunHasNoneBeforeItAndRunsOfOthersDoNotCount() {
        end(new RepositoryId("other"));
        RepositoryId repository = new RepositoryId("first");

        assertThat(history.findLastEndedBefore(repository, begin(repository))).isEmpty();
    }

    @Test
    void aRunIsNeverItsOwnPredecessor() {
        RepositoryId repository = new RepositoryId("itself");
        WorkflowExecutionDescription ended = end(repository);

        assertThat(history.findLastEndedBefore(repository, ended)).isEmpty();
    }

    @Test
    void aTimeKeepsItsNanoseconds() {
        assertThat(RunHistory.toInstant(
                        Timestamp.newBuilder().setSeconds(5).setNanos(7).build()))
                .isEqualTo(Instant.ofEpochSecond(5, 7));
    }
}
