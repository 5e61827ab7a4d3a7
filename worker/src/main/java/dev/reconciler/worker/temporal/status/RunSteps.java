package dev.reconciler.worker.temporal.status;

import dev.reconciler.model.RepositoryId;
import dev.reconciler.worker.status.RunTrace;
import dev.reconciler.worker.status.StepTrace;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.failure.v1.Failure;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.client.WorkflowClient;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads what the newest runs of a repository did step by step, from their histories. */
final class RunSteps {
    private static final int MOST_RUNS = 8;
    private static final int MOST_STEPS = 30;

    private final WorkflowClient client;
    private final RunHistory runs;
    private final Clock clock;

    RunSteps(WorkflowClient client, RunHistory runs, Clock clock) {
        this.client = client;
        this.runs = runs;
        this.clock = clock;
    }

    /** The traces, the newest first. */
    List<RunTrace> readNewest(RepositoryId repository) {
        return runs.listNewest(repository, MOST_RUNS).stream()
                .map(this::readTrace)
                .flatMap(Optional::stream)
                .toList();
    }

    private Optional<RunTrace> readTrace(WorkflowExecution run) {
        List<HistoryEvent> events =
                client.fetchHistory(run.getWorkflowId(), run.getRunId()).getEvents();
        if (events.isEmpty()) {
            return Optional.empty();
        }
        List<StepTrace> steps = listSteps(events);
        HistoryEvent last = events.get(events.size() - 1);
        return Optional.of(new RunTrace(
                run.getRunId(),
                timeOf(events.get(0)),
                isEnd(last) ? timeOf(last) : clock.instant(),
                steps.subList(Math.max(0, steps.size() - MOST_STEPS), steps.size())));
    }

    private static List<StepTrace> listSteps(List<HistoryEvent> events) {
        Map<Long, HistoryEvent> scheduled = new HashMap<>();
        List<StepTrace> steps = new ArrayList<>();
        for (HistoryEvent event : events) {
            switch (event.getEventType()) {
                case EVENT_TYPE_ACTIVITY_TASK_SCHEDULED -> scheduled.put(event.getEventId(), event);
                case EVENT_TYPE_ACTIVITY_TASK_COMPLETED ->
                    addStep(
                            steps,
                            scheduled.get(event.getActivityTaskCompletedEventAttributes()
                                    .getScheduledEventId()),
                            event,
                            null);
                case EVENT_TYPE_ACTIVITY_TASK_FAILED ->
                    addStep(
                            steps,
                            scheduled.get(
                                    event.getActivityTaskFailedEventAttributes().getScheduledEventId()),
                            event,
                            event.getActivityTaskFailedEventAttributes().getFailure());
                case EVENT_TYPE_ACTIVITY_TASK_TIMED_OUT ->
                    addStep(
                            steps,
                            scheduled.get(event.getActivityTaskTimedOutEventAttributes()
                                    .getScheduledEventId()),
                            event,
                            event.getActivityTaskTimedOutEventAttributes().getFailure());
                default -> {
                    // Timers, signals and markers are no steps.
                }
            }
        }
        return steps;
    }

    private static void addStep(
            List<StepTrace> steps, @Nullable HistoryEvent from, HistoryEvent to, @Nullable Failure failure) {
        if (from != null) {
            steps.add(new StepTrace(
                    from.getActivityTaskScheduledEventAttributes()
                            .getActivityType()
                            .getName(),
                    Duration.between(timeOf(from), timeOf(to)),
                    failure == null ? null : failure.getMessage()));
        }
    }

    private static boolean isEnd(HistoryEvent event) {
        return switch (event.getEventType()) {
            case EVENT_TYPE_WORKFLOW_EXECUTION_COMPLETED,
                    EVENT_TYPE_WORKFLOW_EXECUTION_FAILED,
                    EVENT_TYPE_WORKFLOW_EXECUTION_CANCELED,
                    EVENT_TYPE_WORKFLOW_EXECUTION_TERMINATED,
                    EVENT_TYPE_WORKFLOW_EXECUTION_TIMED_OUT,
                    EVENT_TYPE_WORKFLOW_EXECUTION_CONTINUED_AS_NEW -> true;
            default -> false;
        };
    }

    private static Instant timeOf(HistoryEvent event) {
        return RunHistory.toInstant(event.getEventTime());
    }
}
