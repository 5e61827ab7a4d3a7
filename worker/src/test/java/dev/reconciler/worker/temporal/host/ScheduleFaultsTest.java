package dev.reconciler.worker.temporal.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reconciler.worker.port.HostRepositories;
import dev.reconciler.worker.port.HostRepository;
import dev.reconciler.worker.port.TemporalUnavailableException;
import dev.reconciler.worker.temporal.connection.FakeTemporal;
import dev.reconciler.worker.temporal.connection.TemporalConnection;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.temporal.api.common.v1.Memo;
import io.temporal.api.schedule.v1.Schedule;
import io.temporal.api.schedule.v1.ScheduleAction;
import io.temporal.api.schedule.v1.ScheduleListEntry;
import io.temporal.api.workflow.v1.NewWorkflowExecutionInfo;
import io.temporal.api.workflowservice.v1.CreateScheduleResponse;
import io.temporal.api.workflowservice.v1.DeleteScheduleResponse;
import io.temporal.api.workflowservice.v1.DescribeScheduleResponse;
import io.temporal.api.workflowservice.v1.ListSchedulesResponse;
import io.temporal.api.workflowservice.v1.WorkflowServiceGrpc;
import io.temporal.common.converter.DefaultDataConverter;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a service answers that a full one answers rarely. */
class ScheduleFaultsTest {
    private final FakeTemporal temporal = FakeTemporal.ofEndedRuns();
    private final ConfiguredHost host = new ConfiguredHost(
            temporal.address(),
            Stream.generate(ConfiguredHost::freshId).limit(16).toArray(String[]::new));
    private final Set<String> created = ConcurrentHashMap.newKeySet();
    private final Set<String> deleted = ConcurrentHashMap.newKeySet();
    private TemporalConnection connection;

    @BeforeEach
    void connect() {
        connection = TemporalConnection.open(host.profile(), TemporalConnection.BRIEFLY);
    }

    @AfterEach
    void disconnect() {
        connection.close();
        temporal.close();
    }

    private void match(Map<HostRepository, Duration> wanted) {
        new TemporalSchedules(connection, host.name(), HostRepositories.of(host.configuration()))
                .matchConfiguration(wanted);
    }

    private Map<HostRepository, Duration> wantAll() {
        return HostRepositories.of(host.configuration()).stream()
                .collect(Collectors.toMap(Function.identity(), repository -> Duration.ofHours(1)));
    }

    private String scheduleId(int index) {
        return HostRepositories.of(host.configuration()).get(index).id().workflowId();
    }

    private void listAsOwn(String id) {
        listAs(host.name(), id);
    }

    private void listAs(String owner, String... ids) {
        ListSchedulesResponse.Builder list = ListSchedulesResponse.newBuilder();
        for (String id : ids) {
            list.addSchedules(ScheduleListEntry.newBuilder().setScheduleId(id).setMemo(memo(owner)));
        }
        temporal.answer(WorkflowServiceGrpc.getListSchedulesMethod(), request -> list.build());
    }

    private void noteDeletions() {
        temporal.answer(WorkflowServiceGrpc.getDeleteScheduleMethod(), request -> {
            deleted.add(request.getScheduleId());
            return DeleteScheduleResponse.getDefaultInstance();
        });
    }

    private static DescribeScheduleResponse describedAs(String owner) {
        return DescribeScheduleResponse.newBuilder()
                .setMemo(memo(owner))
                .setSchedule(Schedule.newBuilder()
                        .setAction(ScheduleAction.newBuilder()
                                .setStartWorkflow(NewWorkflowExecutionInfo.getDefaultInstance())))
                .build();
    }

    private static Memo memo(String owner) {
        return Memo.newBuilder()
                .putFields(
                        "reconcilerHost",
                        DefaultDataConverter.STANDARD_INSTANCE.toPayload(owner).orElseThrow())
                .build();
    }

    private static StatusRuntimeException notFound() {
        return Status.NOT_FOUND.withDescription("workflow not found").asRuntimeException();
    }

    /** The list is a moment behind: the worker ended with it, as by a defect. */
    @Test
    void aScheduleThatIsGoneByNowNeedsNoRemoval() {
        listAsOwn(scheduleId(0));
        temporal.answer(WorkflowServiceGrpc.getDescribeScheduleMethod(), request -> {
            throw notFound();
        });

        assertThatCode(() -> match(Map.of())).doesNotThrowAnyException();
    }

    @Test
    void aScheduleThatSomebodyRemovesAtTheSameTimeNeedsNoRemoval() {
        listAsOwn(scheduleId(0));
        temporal.answer(WorkflowServiceGrpc.getDescribeScheduleMethod(), request -> describedAs(host.name()));
        temporal.answer(WorkflowServiceGrpc.getDeleteScheduleMethod(), request -> {
            throw notFound();
        });

        assertThatCode(() -> match(Map.of())).doesNotThrowAnyException();
    }

    /** The list is a moment behind, and removing thousands takes a while: the new host lost its schedule. */
    @Test
    void aScheduleOfAHostThatHasTakenTheRepositoryOverSinceStays() {
        listAsOwn("reconcile/" + ConfiguredHost.freshId());
        temporal.answer(WorkflowServiceGrpc.getDescribeScheduleMethod(), request -> describedAs("the-next-host"));
        noteDeletions();

        match(Map.of());

        assertThat(deleted).isEmpty();
    }

    @Test
    void aScheduleThatIsStillOfThisHostIsRemoved() {
        listAsOwn(scheduleId(0));
        temporal.answer(WorkflowServiceGrpc.getDescribeScheduleMethod(), request -> describedAs(host.name()));
        noteDeletions();

        match(Map.of());

        assertThat(deleted).containsExactly(scheduleId(0));
    }

    /** It went on asking for runs on a host that was retired, where they waited, or that the run here failed with. */
    @Test
    void aScheduleOfTheHostBeforeIsRemovedWhereItsRepositoryHasNoIntervalHere() {
        listAs("the-host-before", scheduleId(0), "reconcile/" + ConfiguredHost.freshId());
        temporal.answer(WorkflowServiceGrpc.getDescribeScheduleMethod(), request -> describedAs("the-host-before"));
        noteDeletions();

        match(Map.of());

        assertThat(deleted).containsExactly(scheduleId(0));
    }

    @Test
    void oneThatTheServiceDoesNotTakeKeepsNoOtherFromBeingMade() {
        temporal.answer(WorkflowServiceGrpc.getCreateScheduleMethod(), request -> {
            if (request.getScheduleId().equals(scheduleId(0))) {
                throw Status.INVALID_ARGUMENT.asRuntimeException();
            }
            created.add(request.getScheduleId());
            return CreateScheduleResponse.getDefaultInstance();
        });

        assertThatThrownBy(() -> match(wantAll())).isInstanceOf(TemporalUnavailableException.class);

        assertThat(created).hasSize(15);
    }

    @Test
    void eightAreMadeTogether() {
        CyclicBarrier together = new CyclicBarrier(8);
        temporal.answer(WorkflowServiceGrpc.getCreateScheduleMethod(), request -> {
            await(together);
            created.add(request.getScheduleId());
            return CreateScheduleResponse.getDefaultInstance();
        });

        match(wantAll());

        assertThat(created).hasSize(16);
    }

    private static void await(CyclicBarrier barrier) {
        try {
            barrier.await(8, TimeUnit.SECONDS);
        } catch (InterruptedException | BrokenBarrierException | TimeoutException alone) {
            throw Status.INVALID_ARGUMENT.asRuntimeException();
        }
    }
}
