package dev.reconciler.worker.temporal.host;

import dev.reconciler.contract.TaskQueues;
import dev.reconciler.model.Trigger;
import dev.reconciler.worker.port.HostRepository;
import dev.reconciler.worker.port.TemporalUnavailableException;
import dev.reconciler.worker.temporal.connection.TemporalCalls;
import dev.reconciler.worker.temporal.connection.TemporalConnection;
import dev.reconciler.worker.temporal.run.TemporalRunStarter;
import dev.reconciler.workflow.schedule.TriggerWorkflow;
import io.temporal.api.enums.v1.ScheduleOverlapPolicy;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.schedules.Schedule;
import io.temporal.client.schedules.ScheduleActionStartWorkflow;
import io.temporal.client.schedules.ScheduleAlreadyRunningException;
import io.temporal.client.schedules.ScheduleClient;
import io.temporal.client.schedules.ScheduleClientOptions;
import io.temporal.client.schedules.ScheduleHandle;
import io.temporal.client.schedules.ScheduleIntervalSpec;
import io.temporal.client.schedules.ScheduleListDescription;
import io.temporal.client.schedules.ScheduleOptions;
import io.temporal.client.schedules.SchedulePolicy;
import io.temporal.client.schedules.ScheduleSpec;
import io.temporal.client.schedules.ScheduleState;
import io.temporal.client.schedules.ScheduleUpdate;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The Temporal Schedules of one host: {@code reconcile/<repository>} for each repository that has an {@code every}.
 *
 * <p>A memo names the host that a schedule belongs to. A schedule that a person or another program made has no such
 * memo and is never changed. A schedule of another host is replaced only where this host has its repository now.
 */
final class TemporalSchedules {
    private static final Logger LOG = LoggerFactory.getLogger(TemporalSchedules.class);
    private static final String HOST_MEMO = "reconcilerHost";
    /** The jitter is a tenth of the interval. */
    private static final int JITTER_SHARE = 10;

    private static final Duration LARGEST_JITTER = Duration.ofSeconds(30);

    private final ScheduleClient client;
    private final TemporalCalls calls;
    private final String host;

    TemporalSchedules(TemporalConnection connection, String host) {
        this.client = ScheduleClient.newInstance(
                connection.client().getWorkflowServiceStubs(),
                ScheduleClientOptions.newBuilder()
                        .setNamespace(connection.profile().namespace())
                        .build());
        this.calls = connection.calls();
        this.host = host;
    }

    /**
     * Creates, changes and deletes schedules until this host has exactly those that are wanted.
     *
     * @param wanted the interval of each repository that has one
     * @throws TemporalUnavailableException if the service does not answer
     */
    void matchConfiguration(Map<HostRepository, Duration> wanted) {
        Set<String> ids =
                wanted.keySet().stream().map(TemporalSchedules::scheduleId).collect(Collectors.toSet());
        calls.run(() -> {
            removeOthers(ids);
            wanted.forEach(this::putSchedule);
        });
    }

    private static String scheduleId(HostRepository repository) {
        return repository.id().workflowId();
    }

    private void removeOthers(Set<String> wanted) {
        List<String> gone;
        try (Stream<ScheduleListDescription> all = client.listSchedules()) {
            gone = all.filter(it -> host.equals(it.getMemo(HOST_MEMO, String.class)))
                    .map(ScheduleListDescription::getScheduleId)
                    .filter(id -> !wanted.contains(id))
                    .toList();
        }
        gone.forEach(id -> client.getHandle(id).delete());
    }

    private void putSchedule(HostRepository repository, Duration every) {
        // No look comes first: its answer could be outdated at once. The service itself tells whether a schedule is
        // there.
        try {
            createSchedule(repository, every);
        } catch (ScheduleAlreadyRunningException there) {
            changeExisting(repository, every);
        }
    }

    private void changeExisting(HostRepository repository, Duration every) {
        ScheduleHandle handle = client.getHandle(scheduleId(repository));
        Object owner = handle.describe().getMemo(HOST_MEMO, String.class);
        if (host.equals(owner)) {
            // The state is kept: a person may have paused the schedule.
            handle.update(now -> new ScheduleUpdate(newSchedule(
                    repository, every, now.getDescription().getSchedule().getState())));
        } else if (owner == null) {
            LOG.warn(
                    "the schedule {} was not made by this program and is left alone; remove it",
                    scheduleId(repository));
        } else {
            // The repository moved here from another host. An update can't change the memo, so this host makes
            // the schedule anew. A kill between the two steps leaves no schedule, and the next set-up creates it.
            handle.delete();
            createSchedule(repository, every);
        }
    }

    private void createSchedule(HostRepository repository, Duration every) {
        client.createSchedule(
                scheduleId(repository),
                newSchedule(repository, every, null),
                ScheduleOptions.newBuilder().setMemo(Map.of(HOST_MEMO, host)).build());
    }

    private static Schedule newSchedule(HostRepository repository, Duration every, @Nullable ScheduleState state) {
        return Schedule.newBuilder()
                .setAction(newAction(repository))
                .setSpec(ScheduleSpec.newBuilder()
                        .setIntervals(List.of(new ScheduleIntervalSpec(every, intervalOffset(repository, every))))
                        .setJitter(intervalJitter(every))
                        .build())
                .setPolicy(SchedulePolicy.newBuilder()
                        .setOverlap(ScheduleOverlapPolicy.SCHEDULE_OVERLAP_POLICY_SKIP)
                        .setCatchupWindow(every)
                        .build())
                .setState(Objects.requireNonNullElseGet(
                        state, () -> ScheduleState.newBuilder().build()))
                .build();
    }

    private static ScheduleActionStartWorkflow newAction(HostRepository repository) {
        return ScheduleActionStartWorkflow.newBuilder()
                .setWorkflowType(TriggerWorkflow.TYPE)
                .setArguments(TemporalRunStarter.newLingeringInput(repository, Trigger.SCHEDULE))
                .setOptions(WorkflowOptions.newBuilder()
                        .setWorkflowId("reconcile-schedule/" + repository.id())
                        .setTaskQueue(TaskQueues.WORKFLOWS)
                        // Summary and details are set together: with one alone, describe and update fail.
                        .setStaticSummary("ask for a run of " + repository.id() + " on " + repository.host())
                        .setStaticDetails(
                                "Started by the schedule " + repository.id().workflowId() + ".")
                        .build())
                .build();
    }

    /**
     * Temporal counts intervals from the epoch. Without an offset, the runs of all repositories would start together.
     */
    private static Duration intervalOffset(HostRepository repository, Duration every) {
        long seconds = Math.max(1, every.toSeconds());
        return Duration.ofSeconds(Math.floorMod(scheduleId(repository).hashCode(), seconds));
    }

    private static Duration intervalJitter(Duration every) {
        Duration share = every.dividedBy(JITTER_SHARE);
        return share.compareTo(LARGEST_JITTER) < 0 ? share : LARGEST_JITTER;
    }
}
