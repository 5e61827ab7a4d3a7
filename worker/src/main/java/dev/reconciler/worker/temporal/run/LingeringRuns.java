package dev.reconciler.worker.temporal.run;

import com.google.common.util.concurrent.ListenableFuture;
import com.google.protobuf.ByteString;
import dev.reconciler.model.ReconcileResult;
import dev.reconciler.workflow.visibility.ToldOutcome;
import io.temporal.api.common.v1.Payload;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.enums.v1.HistoryEventFilterType;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.api.workflowservice.v1.GetWorkflowExecutionHistoryRequest;
import io.temporal.api.workflowservice.v1.GetWorkflowExecutionHistoryResponse;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowExecutionDescription;
import io.temporal.serviceclient.MetricsTag;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads what runs have told before their end, since a run on a full service stays open for a moment after that. */
public final class LingeringRuns {
    private static final Logger LOG = LoggerFactory.getLogger(LingeringRuns.class);

    private final WorkflowClient client;

    LingeringRuns(WorkflowClient client) {
        this.client = client;
    }

    /** Reads what a run has told last; empty where it has told nothing yet. */
    public static Optional<ToldOutcome> findTold(WorkflowExecutionDescription run) {
        return Optional.ofNullable(run.getMemo(ToldOutcome.MEMO, ToldOutcome.class, ToldOutcome.class));
    }

    /** Follows the history of a run to its end, and hands on each result as soon as the run tells it. */
    void follow(WorkflowExecution run, Consumer<ReconcileResult> told) {
        readOn(run, ByteString.EMPTY, told);
    }

    private void readOn(WorkflowExecution run, ByteString from, Consumer<ReconcileResult> told) {
        ListenableFuture<GetWorkflowExecutionHistoryResponse> next = client.getWorkflowServiceStubs()
                .futureStub()
                .withOption(MetricsTag.HISTORY_LONG_POLL_CALL_OPTIONS_KEY, true)
                .getWorkflowExecutionHistory(GetWorkflowExecutionHistoryRequest.newBuilder()
                        .setNamespace(client.getOptions().getNamespace())
                        .setExecution(run)
                        .setHistoryEventFilterType(HistoryEventFilterType.HISTORY_EVENT_FILTER_TYPE_ALL_EVENT)
                        .setWaitNewEvent(true)
                        .setNextPageToken(from)
                        .build());
        next.addListener(() -> handOn(run, next, told), Runnable::run);
    }

    private void handOn(
            WorkflowExecution run,
            ListenableFuture<GetWorkflowExecutionHistoryResponse> read,
            Consumer<ReconcileResult> told) {
        try {
            GetWorkflowExecutionHistoryResponse page = read.get();
            page.getHistory().getEventsList().forEach(event -> findTold(event).ifPresent(told));
            if (!page.getNextPageToken().isEmpty()) {
                readOn(run, page.getNextPageToken(), told);
            }
        } catch (ExecutionException | CancellationException away) {
            // The end of the run is waited for besides, and has the same result.
            LOG.debug("{} is not followed any further", run.getWorkflowId(), away);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    private Optional<ReconcileResult> findTold(HistoryEvent event) {
        Payload memo = event.getWorkflowPropertiesModifiedEventAttributes()
                .getUpsertedMemo()
                .getFieldsMap()
                .get(ToldOutcome.MEMO);
        return Optional.ofNullable(memo)
                .map(payload -> client.getOptions()
                        .getDataConverter()
                        .fromPayload(payload, ToldOutcome.class, ToldOutcome.class))
                .filter(ToldOutcome::isLast)
                .map(ToldOutcome::result);
    }
}
