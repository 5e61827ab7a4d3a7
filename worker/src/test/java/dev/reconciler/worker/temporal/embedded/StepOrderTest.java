package dev.reconciler.worker.temporal.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reconciler.contract.FetchRequest;
import dev.reconciler.contract.RemoteState;
import dev.reconciler.model.BranchName;
import dev.reconciler.model.RepositoryId;
import dev.reconciler.model.Trigger;
import dev.reconciler.worker.port.HostRepository;
import dev.reconciler.worker.temporal.host.HostQueues;
import dev.reconciler.worker.temporal.run.TemporalRunStarter;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** The order of steps by {@link StepOrder}, and that of runs by {@link RunOrder}, on the service inside the process. */
class StepOrderTest {
    private static final int MANY = 10;

    private final CountDownLatch released = new CountDownLatch(1);
    private final List<String> fetched = new CopyOnWriteArrayList<>();
    private final EmbeddedTemporal temporal =
            EmbeddedTemporal.start(HostQueues.single("host-1", 1), FetchingActivities.of(this::fetch));

    private RemoteState fetch(FetchRequest request) {
        try {
            released.await();
        } catch (InterruptedException cut) {
            throw new IllegalStateException(cut);
        }
        fetched.add(request.target().repository().value());
        return FetchingActivities.inSync();
    }

    private static HostRepository repository(String id) {
        return new HostRepository(
                new RepositoryId(id), "host-1", new BranchName("main"), List.of(), Duration.ofHours(1));
    }

    private void schedule(String id) {
        HostRepository repository = repository(id);
        temporal.runs().request(TemporalRunStarter.newInput(repository, Trigger.MANUAL));
        Awaitility.await().until(() -> hasStep(repository.id()));
    }

    private boolean hasStep(RepositoryId id) {
        return temporal.client()
                        .newUntypedWorkflowStub(id.workflowId())
                        .describe()
                        .getRawDescription()
                        .getPendingActivitiesCount()
                > 0;
    }

    @Test
    void theStepThatWasScheduledFirstIsServedFirst() {
        List<String> ids =
                IntStream.range(0, MANY).mapToObj(number -> "data-" + number).toList();
        ids.forEach(this::schedule);

        released.countDown();

        Awaitility.await().until(() -> fetched.size() == MANY);
        assertThat(fetched).isEqualTo(ids);
        temporal.discard();
    }

    @Test
    void whatWasRequestedFirstIsServedFirstAlsoWhereMuchIsToBeDecided() {
        EmbeddedTemporal waiting = EmbeddedTemporal.create();
        List<String> ids = IntStream.range(0, 6 * MANY)
                .mapToObj(number -> "data-" + number)
                .toList();
        ids.forEach(id -> waiting.runs().request(TemporalRunStarter.newInput(repository(id), Trigger.MANUAL)));
        released.countDown();

        waiting.serve(HostQueues.single("host-1", 1), FetchingActivities.of(this::fetch));

        Awaitility.await().until(() -> fetched.size() == ids.size());
        // Several are decided for side by side, so neighbours may change places.
        assertThat(fetched.subList(0, 4 * MANY)).containsAll(ids.subList(0, 2 * MANY));
        assertThat(fetched.subList(0, 2 * MANY)).doesNotContainAnyElementsOf(ids.subList(4 * MANY, 6 * MANY));
        waiting.discard();
    }
}
