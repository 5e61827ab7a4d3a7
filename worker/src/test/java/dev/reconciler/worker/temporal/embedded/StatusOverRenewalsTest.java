package dev.reconciler.worker.temporal.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reconciler.activity.HostConcurrency;
import dev.reconciler.contract.FetchRequest;
import dev.reconciler.contract.RemoteState;
import dev.reconciler.git.repository.CommitterIdentity;
import dev.reconciler.model.BranchName;
import dev.reconciler.model.ErrorType;
import dev.reconciler.model.Outcome;
import dev.reconciler.model.ReconcileError;
import dev.reconciler.model.RepositoryId;
import dev.reconciler.model.Trigger;
import dev.reconciler.worker.config.Configuration;
import dev.reconciler.worker.config.RemoteUrl;
import dev.reconciler.worker.config.RepositoryConfiguration;
import dev.reconciler.worker.port.HostRepositories;
import dev.reconciler.worker.port.HostRepository;
import dev.reconciler.worker.port.LatestRun.RunPhase;
import dev.reconciler.worker.status.RepositoryState;
import dev.reconciler.worker.status.RepositoryStatus;
import dev.reconciler.worker.temporal.host.HostQueues;
import dev.reconciler.worker.temporal.host.WorkerObservers;
import dev.reconciler.worker.temporal.status.AskedStatuses;
import dev.reconciler.worker.temporal.status.RememberedEnds;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a host knows of its repositories after the service inside the process was replaced. */
class StatusOverRenewalsTest {
    private static final int WORN = 5;

    @TempDir
    Path root;

    private final AtomicInteger services = new AtomicInteger();
    private final AtomicBoolean down = new AtomicBoolean();
    private final AtomicBoolean defective = new AtomicBoolean();
    private final Queue<Outcome> told = new ConcurrentLinkedQueue<>();
    private final RememberedEnds ends =
            new RememberedEnds(result -> told.add(result.outcome()), InstantSource.system());
    private final SelfRenewingTemporal temporal = new SelfRenewingTemporal(this::fresh, WORN);
    private RepositoryConfiguration configured;
    private HostRepository one;
    private AskedStatuses statuses;

    @BeforeEach
    void configure() {
        configured = new RepositoryConfiguration(
                new RepositoryId("one"),
                root.resolve("one"),
                RemoteUrl.parse(root.resolve("remote").toString(), root),
                new BranchName("main"),
                true);
        Configuration configuration = new Configuration(
                "host-1",
                root,
                new CommitterIdentity("Data Reconciler", "reconciler@example.org"),
                HostConcurrency.ofMachine(),
                List.of(configured));
        one = HostRepositories.of(configuration).get(0);
        statuses = new AskedStatuses(configuration, temporal::askEach, repository -> Optional.empty(), ends::find);
    }

    private EmbeddedTemporal fresh() {
        services.incrementAndGet();
        return EmbeddedTemporal.start(
                HostQueues.single("host-1", 4), FetchingActivities.of(this::fetch), WorkerObservers.of(ends));
    }

    private RemoteState fetch(FetchRequest request) {
        if (down.get()) {
            throw FetchingActivities.refusedConnection();
        }
        // No host answers nothing: the workflow's code fails of it, as of any defect.
        return defective.get() ? null : FetchingActivities.inSync();
    }

    private RepositoryStatus read() {
        return statuses.read(List.of(configured)).get(0);
    }

    private void renew() {
        for (int i = 0; i < WORN; i++) {
            temporal.awaitPass(one, Trigger.MANUAL).join();
        }
        Awaitility.await().until(() -> ends.find(one.id()).isPresent());
        awaitRenewal();
    }

    private void awaitRenewal() {
        Awaitility.await().until(() -> {
            temporal.recycleIfWorn();
            return services.get() == 2 && temporal.readLatestRun(one).state() == RunPhase.ABSENT;
        });
    }

    @Test
    void theLastRunIsKnownAlsoAfterTheServiceWasReplaced() {
        renew();

        assertThat(read().state()).isEqualTo(RepositoryState.SETTLED);
        assertThat(Objects.requireNonNull(read().last()).result().outcome()).isEqualTo(Outcome.IN_SYNC);
    }

    @Test
    void theRunBeforeTheOneThatIsUnderWayIsKnownToo() {
        renew();
        down.set(true);
        temporal.request(one, Trigger.MANUAL);

        Awaitility.await().until(() -> read().state() == RepositoryState.RETRYING);

        assertThat(Objects.requireNonNull(read().last()).result().outcome()).isEqualTo(Outcome.IN_SYNC);
    }

    /** It was the run before it, which had found both sides equal. */
    @Test
    void aRunThatADefectEndedIsTheLastOneAlsoAfterTheServiceWasReplaced() {
        temporal.awaitPass(one, Trigger.MANUAL).join();
        Awaitility.await().until(() -> ends.find(one.id()).isPresent());
        defective.set(true);
        for (int i = 1; i < WORN; i++) {
            temporal.awaitPass(one, Trigger.MANUAL).join();
        }
        awaitRenewal();

        Awaitility.await().until(() -> read().state() == RepositoryState.FAILED);
        ReconcileError why = Objects.requireNonNull(
                Objects.requireNonNull(read().last()).result().error());
        assertThat(why.type()).isEqualTo(ErrorType.INTERNAL);
        assertThat(why.message())
                .contains("the run ended as failed, without a result (java.lang.NullPointerException: ");
    }

    @Test
    void aRunThatMovesToTheFreshServiceIsToldOfOnceItHasAResult() {
        down.set(true);
        temporal.request(one, Trigger.MANUAL);
        Awaitility.await().until(() -> read().state() == RepositoryState.RETRYING);
        temporal.wearOut();
        Awaitility.await().until(() -> {
            temporal.recycleIfWorn();
            return services.get() == 2 && read().state() == RepositoryState.RETRYING;
        });
        down.set(false);
        temporal.awaitPass(one, Trigger.MANUAL).join();

        Awaitility.await().until(() -> !told.isEmpty());
        assertThat(told).containsOnly(Outcome.IN_SYNC);
    }
}
