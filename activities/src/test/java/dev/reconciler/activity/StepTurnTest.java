package dev.reconciler.activity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.reconciler.activity.StepTurn.TurnTakenException;
import dev.reconciler.git.error.RemoteUnavailableException;
import dev.reconciler.git.repository.CommitterIdentity;
import dev.reconciler.git.repository.RemoteCredentials;
import dev.reconciler.git.repository.RepositorySettings;
import dev.reconciler.model.BranchName;
import dev.reconciler.model.RepositoryId;
import io.temporal.activity.ActivityInfo;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class StepTurnTest {
    private static final String HOST_QUEUE = "reconcile-here";
    private static final String TURNS = "reconcile-here/git.example.org";

    private final List<HostedRepository> many =
            Stream.of("one", "two").map(StepTurnTest::hosted).toList();
    private final HostedRepositories host = new HostedRepositories("here", many, new HostConcurrency(1, 1));

    private static HostedRepository hosted(String id) {
        return new HostedRepository(
                new RepositorySettings(
                        new RepositoryId(id),
                        Path.of(id),
                        "https://git.example.org/" + id,
                        "origin",
                        new BranchName("main"),
                        true,
                        new RemoteCredentials.NoCredentials(),
                        new CommitterIdentity("Reconciler", "reconciler@example.org")),
                Optional.empty());
    }

    private StepTurn turn(String queue, long waitedMillis) {
        return StepTurn.of(host, activity(queue, waitedMillis));
    }

    /** What Temporal says of an activity that waited so long in that queue. */
    private static ActivityInfo activity(String queue, long waitedMillis) {
        Map<String, Object> answers = Map.of(
                "getWorkflowId",
                "reconcile-one",
                "getActivityTaskQueue",
                queue,
                "getCurrentAttemptScheduledTimestamp",
                1_000L,
                "getStartedTimestamp",
                1_000L + waitedMillis);
        return (ActivityInfo) Proxy.newProxyInstance(
                ActivityInfo.class.getClassLoader(),
                new Class<?>[] {ActivityInfo.class},
                (proxy, method, arguments) -> answers.get(method.getName()));
    }

    @Test
    void anActivityWhoseRemoteIsTakenIsSentToTheRemotesQueue() {
        turn(HOST_QUEUE, 0).takeRemote(many.get(0));

        assertThatThrownBy(() -> turn(HOST_QUEUE, 0).takeRemote(many.get(1)))
                .asInstanceOf(type(TurnTakenException.class))
                .extracting(TurnTakenException::queue)
                .isEqualTo(TURNS);
    }

    @Test
    void anActivityInTheRemotesQueueWaitsForTheSlotThatBecomesFree() {
        HostSlots.Slot first = turn(HOST_QUEUE, 0).takeRemote(many.get(0));
        Thread other = new Thread(first::close);

        other.start();

        assertThat(turn(TURNS, 0).takeRemote(many.get(1))).isNotNull();
    }

    @Test
    void anActivityThatIsNoLongerWantedDoesNotWait() {
        turn(HOST_QUEUE, 0).takeRemote(many.get(0));
        Thread.currentThread().interrupt();

        assertThatThrownBy(() -> turn(TURNS, 0).takeRemote(many.get(1)))
                .isInstanceOf(RemoteUnavailableException.class)
                .hasMessageContaining("git.example.org");
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void theWaitInTheTaskQueueIsToldFromASecondOn() {
        assertThat(turn(HOST_QUEUE, 999).waited()).isZero();
        assertThat(turn(HOST_QUEUE, 61_000).waited()).isEqualTo(Duration.ofSeconds(61));
        // The clocks of the service and of the host that scheduled may differ.
        assertThat(turn(HOST_QUEUE, -5_000).waited()).isZero();
    }
}
