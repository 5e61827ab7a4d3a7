package dev.reconciler.worker.service;

import static dev.reconciler.worker.service.HostFixture.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.reconciler.contract.TaskQueues;
import dev.reconciler.server.FullServer;
import dev.reconciler.server.OnFullServer;
import dev.reconciler.worker.Program;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.schedules.Schedule;
import io.temporal.client.schedules.ScheduleActionStartWorkflow;
import io.temporal.client.schedules.ScheduleClient;
import io.temporal.client.schedules.ScheduleDescription;
import io.temporal.client.schedules.ScheduleException;
import io.temporal.client.schedules.ScheduleHandle;
import io.temporal.client.schedules.ScheduleIntervalSpec;
import io.temporal.client.schedules.ScheduleOptions;
import io.temporal.client.schedules.ScheduleSpec;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code every}, as Temporal's schedules. */
@OnFullServer
@Tag("slow")
class ScheduleTest {
    @TempDir
    static Path root;

    private static FullServer server;
    private static ScheduleClient schedules;

    @BeforeAll
    static void start() {
        server = FullServer.shared().orElseThrow();
        schedules = ScheduleClient.newInstance(server.stubs());
    }

    @Test
    void aScheduleFollowsTheConfigurationAndHealsADroppedWebhook() {
        HostFixture host = HostFixture.on(server, root).with("every: 1s");
        ScheduleHandle schedule = schedules.getHandle(host.workflowId());
        try (Program.Running worker = host.worker()) {
            eventually().until(() -> worker.printed().contains("at work"));
            // No webhook tells of this push.
            host.script("commit $REMOTE r.txt r");
            eventually().until(host::agrees);
            assertThat(every(schedule)).isEqualTo(Duration.ofSeconds(1));
            schedule.pause("a person is at work");
        }

        host.with("every: 1h");
        try (Program.Running worker = host.worker()) {
            eventually().until(() -> every(schedule).equals(Duration.ofHours(1)));
            assertThat(schedule.describe().getSchedule().getState().isPaused()).isTrue();
        }

        host.with("retryFor: 1h");
        try (Program.Running worker = host.worker()) {
            eventually().until(() -> isGone(schedule));
        }
    }

    @Test
    void aScheduleThatAPersonMadeIsLeftAlone() {
        HostFixture host = HostFixture.on(server, root).with("every: 1h");
        ScheduleHandle schedule = schedules.createSchedule(
                host.workflowId(),
                Schedule.newBuilder()
                        .setAction(ScheduleActionStartWorkflow.newBuilder()
                                .setWorkflowType("ByHand")
                                .setOptions(WorkflowOptions.newBuilder()
                                        .setWorkflowId("by-hand-" + host.id())
                                        .setTaskQueue(TaskQueues.WORKFLOWS)
                                        .build())
                                .build())
                        .setSpec(ScheduleSpec.newBuilder()
                                .setIntervals(List.of(new ScheduleIntervalSpec(Duration.ofDays(7))))
                                .build())
                        .build(),
                ScheduleOptions.newBuilder().build());
        try (Program.Running worker = host.worker()) {
            eventually().until(() -> worker.printed().contains("was not made by this program and is left alone"));

            assertThat(every(schedule)).isEqualTo(Duration.ofDays(7));
        }
        schedule.delete();
    }

    private static Duration every(ScheduleHandle schedule) {
        ScheduleDescription described = schedule.describe();
        return described.getSchedule().getSpec().getIntervals().get(0).getEvery();
    }

    private static boolean isGone(ScheduleHandle schedule) {
        try {
            schedule.describe();
            return false;
        } catch (ScheduleException gone) {
            return true;
        }
    }
}
