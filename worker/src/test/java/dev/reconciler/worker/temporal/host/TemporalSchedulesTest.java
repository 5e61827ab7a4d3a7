package dev.reconciler.worker.temporal.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reconciler.contract.TaskQueues;
import dev.reconciler.model.BranchName;
import dev.reconciler.server.FullServer;
import dev.reconciler.server.OnFullServer;
import dev.reconciler.worker.port.HostRepositories;
import dev.reconciler.worker.port.HostRepository;
import dev.reconciler.worker.temporal.connection.TemporalConnection;
import dev.reconciler.workflow.ReconcileInput;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.schedules.Schedule;
import io.temporal.client.schedules.ScheduleActionStartWorkflow;
import io.temporal.client.schedules.ScheduleClient;
import io.temporal.client.schedules.ScheduleException;
import io.temporal.client.schedules.ScheduleHandle;
import io.temporal.client.schedules.ScheduleIntervalSpec;
import io.temporal.client.schedules.ScheduleOptions;
import io.temporal.client.schedules.ScheduleSpec;
import io.temporal.client.schedules.ScheduleState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@OnFullServer
class TemporalSchedulesTest {
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration DAY = Duration.ofDays(1);

    private ConfiguredHost host;
    private TemporalConnection connection;
    private ScheduleClient schedules;

    @BeforeEach
    void connect() {
        String address = FullServer.shared().orElseThrow().address();
        host = new ConfiguredHost(address, ConfiguredHost.freshId(), ConfiguredHost.freshId());
        connection = TemporalConnection.open(host.profile(), TemporalConnection.BRIEFLY);
        schedules = ScheduleClient.newInstance(connection.client().getWorkflowServiceStubs());
    }

    @AfterEach
    void removeSchedulesAndDisconnect() {
        HostRepositories.of(host.configuration()).stream()
                .filter(repository -> !isGone(repository))
                .forEach(repository -> schedule(repository).delete());
        connection.close();
    }

    private HostRepository repository(int index) {
        return HostRepositories.of(host.configuration()).get(index);
    }

    private ScheduleHandle schedule(HostRepository repository) {
        return schedules.getHandle(repository.id().workflowId());
    }

    private void match(String owner, Map<HostRepository, Duration> wanted) {
        new TemporalSchedules(connection, owner, wanted.keySet()).matchConfiguration(wanted);
    }

    private Duration interval(HostRepository repository) {
        return schedule(repository)
                .describe()
                .getSchedule()
                .getSpec()
                .getIntervals()
                .get(0)
                .getEvery();
    }

    private boolean isGone(HostRepository repository) {
        try {
            schedule(repository).describe();
            return false;
        } catch (ScheduleException gone) {
            return true;
        }
    }

    @Test
    void eachRepositoryGetsItsIntervalAndStartsItsTriggerWorkflow() {
        match(host.name(), Map.of(repository(0), HOUR, repository(1), DAY));

        assertThat(interval(repository(0))).isEqualTo(HOUR);
        assertThat(interval(repository(1))).isEqualTo(DAY);
        ScheduleActionStartWorkflow action = (ScheduleActionStartWorkflow)
                schedule(repository(0)).describe().getSchedule().getAction();
        assertThat(action.getWorkflowType()).isEqualTo("TriggerWorkflow");
        assertThat(action.getOptions().getWorkflowId())
                .isEqualTo("reconcile-schedule/" + repository(0).id());
    }

    /** Each of thousands was written anew at each start, and after each outage. */
    @Test
    void oneThatIsAsItShouldBeIsNotUpdated() {
        match(host.name(), Map.of(repository(0), HOUR));
        Instant updated = schedule(repository(0)).describe().getInfo().getLastUpdatedAt();

        match(host.name(), Map.of(repository(0), HOUR));

        assertThat(schedule(repository(0)).describe().getInfo().getLastUpdatedAt())
                .isEqualTo(updated);
    }

    @Test
    void aChangedBranchIsWhatRunsAreAskedForFromThenOn() {
        match(host.name(), Map.of(repository(0), HOUR));
        HostRepository before = repository(0);
        BranchName next = new BranchName("next");

        match(
                host.name(),
                Map.of(
                        new HostRepository(before.id(), before.host(), next, before.remotes(), before.retryFor()),
                        HOUR));

        ScheduleActionStartWorkflow action = (ScheduleActionStartWorkflow)
                schedule(before).describe().getSchedule().getAction();
        assertThat(action.getArguments().get(0, ReconcileInput.class).branch()).isEqualTo(next);
    }

    @Test
    void aChangedIntervalKeepsThePauseOfAPerson() {
        match(host.name(), Map.of(repository(0), HOUR));
        schedule(repository(0)).pause("a person is at work");

        match(host.name(), Map.of(repository(0), DAY));

        assertThat(interval(repository(0))).isEqualTo(DAY);
        assertThat(schedule(repository(0)).describe().getSchedule().getState().isPaused())
                .isTrue();
    }

    @Test
    void aRepositoryWithoutAnIntervalLosesItsScheduleAndOnlyThat() {
        match(host.name(), Map.of(repository(0), HOUR, repository(1), HOUR));

        // The list of schedules comes from the visibility store, which is a moment behind.
        Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> {
            match(host.name(), Map.of(repository(1), HOUR));
            return isGone(repository(0));
        });

        assertThat(interval(repository(1))).isEqualTo(HOUR);
    }

    @Test
    void aRepositoryThatMovedHereTakesItsScheduleAlong() {
        match("the-host-before", Map.of(repository(0), DAY));

        match(host.name(), Map.of(repository(0), HOUR));

        assertThat(interval(repository(0))).isEqualTo(HOUR);
        Object owner = schedule(repository(0)).describe().getMemo("reconcilerHost", String.class);
        assertThat(owner).isEqualTo(host.name());
    }

    /** It started again by itself, though nobody had said so. */
    @Test
    void aScheduleThatWasPausedStaysPausedWhereItsRepositoryMoves() {
        match("the-host-before", Map.of(repository(0), DAY));
        schedule(repository(0)).pause("a person is at work");

        match(host.name(), Map.of(repository(0), HOUR));

        assertThat(interval(repository(0))).isEqualTo(HOUR);
        ScheduleState state = schedule(repository(0)).describe().getSchedule().getState();
        assertThat(state.isPaused()).isTrue();
        assertThat(state.getNote()).isEqualTo("a person is at work");
    }

    @Test
    void aScheduleOfAPersonIsLeftAlone() {
        schedules.createSchedule(
                repository(0).id().workflowId(),
                Schedule.newBuilder()
                        .setAction(ScheduleActionStartWorkflow.newBuilder()
                                .setWorkflowType("ByHand")
                                .setOptions(WorkflowOptions.newBuilder()
                                        .setWorkflowId("by-hand")
                                        .setTaskQueue(TaskQueues.WORKFLOWS)
                                        .build())
                                .build())
                        .setSpec(ScheduleSpec.newBuilder()
                                .setIntervals(List.of(new ScheduleIntervalSpec(DAY)))
                                .build())
                        .build(),
                ScheduleOptions.newBuilder().build());

        match(host.name(), Map.of(repository(0), HOUR));
        match(host.name(), Map.of());

        assertThat(interval(repository(0))).isEqualTo(DAY);
    }
}
