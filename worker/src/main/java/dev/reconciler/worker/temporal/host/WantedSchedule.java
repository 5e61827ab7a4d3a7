package dev.reconciler.worker.temporal.host;

import dev.reconciler.contract.TaskQueues;
import dev.reconciler.model.Trigger;
import dev.reconciler.worker.port.HostRepository;
import dev.reconciler.worker.temporal.run.TemporalRunStarter;
import dev.reconciler.workflow.schedule.TriggerWorkflow;
import io.temporal.api.enums.v1.ScheduleOverlapPolicy;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.schedules.Schedule;
import io.temporal.client.schedules.ScheduleActionStartWorkflow;
import io.temporal.client.schedules.ScheduleIntervalSpec;
import io.temporal.client.schedules.SchedulePolicy;
import io.temporal.client.schedules.ScheduleSpec;
import io.temporal.client.schedules.ScheduleState;
import io.temporal.common.converter.EncodedValues;
import io.temporal.common.converter.GlobalDataConverter;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/** The Temporal Schedule that a repository with an {@code every} is to have. */
record WantedSchedule(HostRepository repository, Duration every) {
    /** The jitter is a tenth of the interval. */
    private static final int JITTER_SHARE = 10;

    private static final Duration LARGEST_JITTER = Duration.ofSeconds(30);

    String id() {
        return repository.id().workflowId();
    }

    /** Makes it, paused where that state is. */
    Schedule create(ScheduleState state) {
        return Schedule.newBuilder()
                .setAction(action())
                .setSpec(spec())
                .setPolicy(policy())
                .setState(state)
                .build();
    }

    /** Whether that one is as it should be, paused or not. */
    boolean isSame(Schedule there) {
        return spec().equals(there.getSpec())
                && policy().equals(there.getPolicy())
                && there.getAction() instanceof ScheduleActionStartWorkflow start
                && listParts(action()).equals(listParts(start));
    }

    private ScheduleSpec spec() {
        return ScheduleSpec.newBuilder()
                .setIntervals(List.of(new ScheduleIntervalSpec(every, offset())))
                .setJitter(jitter())
                // Empty, as the service answers it: otherwise no spec would be the same.
                .setCalendars(List.of())
                .setCronExpressions(List.of())
                .setSkip(List.of())
                .setTimeZoneName("")
                .build();
    }

    private SchedulePolicy policy() {
        return SchedulePolicy.newBuilder()
                .setOverlap(ScheduleOverlapPolicy.SCHEDULE_OVERLAP_POLICY_SKIP)
                .setCatchupWindow(every)
                .build();
    }

    private ScheduleActionStartWorkflow action() {
        return ScheduleActionStartWorkflow.newBuilder()
                .setWorkflowType(TriggerWorkflow.TYPE)
                .setArguments(TemporalRunStarter.newLingeringInput(repository, Trigger.SCHEDULE))
                .setOptions(WorkflowOptions.newBuilder()
                        .setWorkflowId("reconcile-schedule/" + repository.id())
                        .setTaskQueue(TaskQueues.WORKFLOWS)
                        // Summary and details are set together: with one alone, describe and update fail.
                        .setStaticSummary("ask for a run of " + repository.id() + " on " + repository.host())
                        .setStaticDetails("Started by the schedule " + id() + ".")
                        .build())
                .build();
    }

    /** What an action consists of, in a form that is compared. */
    private static List<Object> listParts(ScheduleActionStartWorkflow action) {
        WorkflowOptions options = action.getOptions();
        EncodedValues arguments = action.getArguments();
        arguments.setDataConverter(GlobalDataConverter.get());
        return Arrays.asList(
                action.getWorkflowType(),
                options.getWorkflowId(),
                options.getTaskQueue(),
                options.getStaticSummary(),
                options.getStaticDetails(),
                arguments.toPayloads());
    }

    /**
     * Temporal counts intervals from the epoch. Without an offset, the runs of all repositories would start together.
     */
    private Duration offset() {
        long seconds = Math.max(1, every.toSeconds());
        return Duration.ofSeconds(Math.floorMod(id().hashCode(), seconds));
    }

    private Duration jitter() {
        Duration share = every.dividedBy(JITTER_SHARE);
        return share.compareTo(LARGEST_JITTER) < 0 ? share : LARGEST_JITTER;
    }
}
