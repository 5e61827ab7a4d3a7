package dev.reconciler.workflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.google.protobuf.Duration;
import com.google.protobuf.util.Durations;
import dev.reconciler.contract.ActivityName;
import dev.reconciler.contract.ApplicationQueue;
import dev.reconciler.contract.TaskQueues;
import io.temporal.api.enums.v1.EventType;
import io.temporal.api.history.v1.ActivityTaskScheduledEventAttributes;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.client.WorkflowStub;
import io.temporal.common.converter.DefaultDataConverter;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a history says of the activities that a pass called. */
class ActivityCallsTest extends RunOnFakeHost {
    @Test
    void everyActivityRunsOnTheRepositorysHostAndHasAHeartbeat() {
        List<ActivityTaskScheduledEventAttributes> escape = scheduledActivities(host.bothConflict());

        assertThat(escape).hasSize(6).allSatisfy(activity -> {
            assertThat(activity.getTaskQueue().getName()).isEqualTo(TaskQueues.activities(service.host()));
            assertThat(activity.getHeartbeatTimeout()).isEqualTo(Durations.fromSeconds(20));
        });
    }

    @Test
    void onlyTheWorkflowRepeatsWhatTalksToTheRemote() {
        List<ActivityTaskScheduledEventAttributes> escape = scheduledActivities(host.bothConflict());

        assertThat(escape).allSatisfy(activity -> {
            ActivityName name =
                    ActivityName.valueOf(activity.getActivityType().getName().toUpperCase(java.util.Locale.ROOT));
            assertThat(activity.getRetryPolicy().getMaximumAttempts()).isEqualTo(name.talksToRemote() ? 1 : 5);
        });
    }

    @Test
    void anAttemptOnTheRemoteEndsWithTheBudget() {
        Duration limit = scheduledActivities(host).get(0).getStartToCloseTimeout();

        // The budget is a minute; three seconds more are for a process that is gone.
        assertThat(limit).isEqualTo(Durations.fromSeconds(63));
    }

    @Test
    void anActivityThatIsSentAwayGetsItsTurnInTheQueueThatItsHostNames() {
        host.localCommits("l").sendsAway("Fetch", service.turns());

        List<ActivityTaskScheduledEventAttributes> push = scheduledActivities(host);

        // The later ones on the remote go there at once; those on the disk stay on the host.
        String own = TaskQueues.activities(service.host());
        assertThat(push)
                .extracting(activity -> activity.getActivityType().getName(), ActivityCallsTest::queueOf)
                .containsExactly(
                        tuple("Fetch", own),
                        tuple("Fetch", service.turns()),
                        tuple("Classify", own),
                        tuple("Push", service.turns()));
    }

    @Test
    void anActivityThatTheRemoteFailedBeforeWaitsBehindThoseThatItDidNot() {
        host.sendsAway("Fetch", service.turns()).fails("Fetch", 1);

        assertThat(scheduledActivities(host))
                .extracting(ActivityCallsTest::queueOf)
                .containsExactly(
                        TaskQueues.activities(service.host()),
                        service.turns(),
                        TaskQueues.repeatedTurns(service.turns()));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void whatWaitsForTheApplicationHasAQueueOfItsOwn(boolean asksBefore) {
        host.remoteCommits("r").tellsApplication(new ApplicationQueue(service.turns(), asksBefore));

        String own = TaskQueues.activities(service.host());
        assertThat(scheduledActivities(host))
                .extracting(activity -> activity.getActivityType().getName(), ActivityCallsTest::queueOf)
                .containsExactly(
                        tuple("Fetch", own),
                        tuple("Classify", own),
                        tuple("Advance", asksBefore ? service.turns() : own),
                        tuple("Reload", service.turns()));
    }

    private static String queueOf(ActivityTaskScheduledEventAttributes activity) {
        return activity.getTaskQueue().getName();
    }

    @Test
    void everyActivityHasALineForPeople() {
        host.bothConflict();
        WorkflowStub run = runOnce();

        assertThat(service.history(run).getEvents().stream()
                        .filter(event -> event.getEventType() == EventType.EVENT_TYPE_ACTIVITY_TASK_SCHEDULED)
                        .map(ActivityCallsTest::readSummary))
                .satisfiesExactly(
                        fetch -> assertThat(fetch).isEqualTo("look at main on both sides"),
                        classify -> assertThat(classify).startsWith("compare "),
                        replay -> assertThat(replay).startsWith("replay 1 commit on "),
                        preserve -> assertThat(preserve).startsWith("preserve the conflict on conflicts/"),
                        verify -> assertThat(verify).matches("read conflicts/\\S+ back from the remote"),
                        adopt -> assertThat(adopt).startsWith("follow the remote to "));
    }

    private static String readSummary(HistoryEvent event) {
        return DefaultDataConverter.STANDARD_INSTANCE.fromPayload(
                event.getUserMetadata().getSummary(), String.class, String.class);
    }

    private List<ActivityTaskScheduledEventAttributes> scheduledActivities(FakeHost prepared) {
        WorkflowStub run = runOnce();
        assertThat(prepared.calls()).isNotEmpty();
        return service.history(run).getEvents().stream()
                .filter(HistoryEvent::hasActivityTaskScheduledEventAttributes)
                .map(HistoryEvent::getActivityTaskScheduledEventAttributes)
                .toList();
    }

    private WorkflowStub runOnce() {
        WorkflowStub run = service.request(service.input(java.time.Duration.ofMinutes(1)));
        WorkflowService.result(run);
        return run;
    }
}
