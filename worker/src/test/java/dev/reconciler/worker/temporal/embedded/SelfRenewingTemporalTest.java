package dev.reconciler.worker.temporal.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reconciler.contract.FetchRequest;
import dev.reconciler.contract.PreservedConflict;
import dev.reconciler.contract.RemoteState;
import dev.reconciler.contract.RepositoryActivities;
import dev.reconciler.contract.conflict.ConflictTask;
import dev.reconciler.model.BranchName;
import dev.reconciler.model.ConflictAction;
import dev.reconciler.model.Outcome;
import dev.reconciler.model.ReconcileResult;
import dev.reconciler.model.RepositoryId;
import dev.reconciler.model.Trigger;
import dev.reconciler.worker.port.HostRepository;
import dev.reconciler.worker.port.LatestRun.RunPhase;
import dev.reconciler.worker.temporal.connection.TemporalTraces;
import dev.reconciler.worker.temporal.host.HostQueues;
import dev.reconciler.worker.temporal.host.WorkerObservers;
import io.temporal.api.enums.v1.WorkflowExecutionStatus;
import io.temporal.common.interceptors.WorkerInterceptor;
import io.temporal.common.interceptors.WorkflowClientInterceptor;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class SelfRenewingTemporalTest {
    private static final int WORN = 20;
    private static final HostRepository LARGE = repository("large");
    private static final ConflictTask KEEP_LOCAL = new ConflictTask(
            new PreservedConflict(new BranchName("conflicts/2026-01-01T00-00-00Z"), FetchingActivities.COMMIT),
            ConflictAction.KEEP_LOCAL);

    private final AtomicInteger services = new AtomicInteger();
    private final List<EmbeddedTemporal> started = new CopyOnWriteArrayList<>();
    private final AtomicBoolean down = new AtomicBoolean();
    private final CountDownLatch released = new CountDownLatch(1);
    private final AtomicInteger cuts = new AtomicInteger();
    private final Map<RepositoryId, List<Integer>> servedBy = new ConcurrentHashMap<>();
    private final SelfRenewingTemporal temporal = new SelfRenewingTemporal(this::fresh, WORN);

    private EmbeddedTemporal fresh() {
        EmbeddedTemporal fresh = EmbeddedTemporal.start(HostQueues.single("host-1", 4), newActivities());
        started.add(fresh);
        return fresh;
    }

    private RepositoryActivities newActivities() {
        int service = services.incrementAndGet();
        return FetchingActivities.of(request -> {
            servedBy.computeIfAbsent(request.target().repository(), id -> new CopyOnWriteArrayList<>())
                    .add(service);
            return fetch(request);
        });
    }

    /** In sync, or without its remote; the large one once it is released. */
    private RemoteState fetch(FetchRequest request) {
        if (request.target().repository().equals(LARGE.id())) {
            awaitRelease();
        }
        if (down.get()) {
            throw FetchingActivities.refusedConnection();
        }
        return FetchingActivities.inSync();
    }

    private void awaitRelease() {
        try {
            released.await();
        } catch (InterruptedException cut) {
            cuts.incrementAndGet();
        }
    }

    private static HostRepository repository(String id) {
        return new HostRepository(
                new RepositoryId(id), "host-1", new BranchName("main"), List.of(), Duration.ofHours(1));
    }

    private void awaitState(HostRepository repository, RunPhase state) {
        Awaitility.await().until(() -> temporal.readLatestRun(repository).state() == state);
    }

    @Test
    void aRunThatRetriesIsAskedForAgainInTheFreshService() {
        HostRepository one = repository("one");
        down.set(true);
        temporal.request(one, Trigger.WEBHOOK);
        awaitState(one, RunPhase.RETRYING);
        wear(one);
        awaitState(one, RunPhase.RETRYING);

        Awaitility.await().until(() -> {
            temporal.recycleIfWorn();
            return services.get() == 2;
        });
        down.set(false);

        awaitState(one, RunPhase.OVER);
    }

    @Test
    void requestsDuringTheChangeAreEachFollowedByAFetch() {
        HostRepository one = repository("one");
        for (int i = 0; services.get() < 3; i++) {
            int before = fetched(one);
            temporal.request(one, Trigger.MANUAL);
            temporal.recycleIfWorn();
            Awaitility.await().pollInterval(Duration.ofMillis(5)).until(() -> fetched(one) > before);
            assertThat(i).isLessThan(6 * WORN);
        }
    }

    @Test
    void whoWaitsForAPassIsAnsweredByTheFreshService() throws Exception {
        HostRepository one = repository("one");
        down.set(true);
        CompletableFuture<ReconcileResult> answer = temporal.awaitPass(one, Trigger.MANUAL);
        awaitState(one, RunPhase.RETRYING);
        wear(one);
        Awaitility.await().until(() -> {
            temporal.recycleIfWorn();
            return services.get() == 2;
        });

        down.set(false);

        assertThat(answer.get(1, TimeUnit.MINUTES).outcome()).isEqualTo(Outcome.IN_SYNC);
    }

    @Test
    void aLongFetchIsNotCutAndHoldsNobodyUpWhereTheServiceIsReplacedMeanwhile() throws Exception {
        HostRepository one = repository("one");
        CompletableFuture<ReconcileResult> large = temporal.awaitPass(LARGE, Trigger.MANUAL);
        Awaitility.await().until(() -> fetched(LARGE) == 1);
        wear(one);
        wear(one);

        Awaitility.await().until(() -> {
            temporal.recycleIfWorn();
            return services.get() == 2;
        });

        assertThat(temporal.awaitPass(one, Trigger.MANUAL)
                        .get(1, TimeUnit.MINUTES)
                        .outcome())
                .isEqualTo(Outcome.IN_SYNC);
        assertThat(temporal.readLatestRun(LARGE).state()).isEqualTo(RunPhase.WORKING);
        assertThat(large).isNotDone();
        released.countDown();
        assertThat(large.get(1, TimeUnit.MINUTES).outcome()).isEqualTo(Outcome.IN_SYNC);
        assertThat(cuts).hasValue(0);
        assertThat(fetched(LARGE)).isEqualTo(1);
    }

    @Test
    void aRunThatRetriesGoesOnOnTheFreshServiceAloneWhileALongFetchStaysWhereItIs() throws Exception {
        HostRepository one = repository("one");
        CompletableFuture<ReconcileResult> large = temporal.awaitPass(LARGE, Trigger.MANUAL);
        Awaitility.await().until(() -> fetched(LARGE) == 1);
        down.set(true);
        CompletableFuture<ReconcileResult> answer = temporal.awaitPass(one, Trigger.MANUAL);
        awaitState(one, RunPhase.RETRYING);
        wear(one);

        Awaitility.await().until(() -> {
            temporal.recycleIfWorn();
            return servedBy.get(one.id()).contains(2);
        });
        int moved = servedBy.get(one.id()).indexOf(2);
        down.set(false);

        assertThat(answer.get(1, TimeUnit.MINUTES).outcome()).isEqualTo(Outcome.IN_SYNC);
        assertThat(readStatusOnFirst(one)).isEqualTo(WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_TERMINATED);
        List<Integer> services = servedBy.get(one.id());
        assertThat(services.subList(moved, services.size())).containsOnly(2);
        assertThat(temporal.readLatestRun(LARGE).state()).isEqualTo(RunPhase.WORKING);
        assertThat(large).isNotDone();
        released.countDown();
        assertThat(large.get(1, TimeUnit.MINUTES).outcome()).isEqualTo(Outcome.IN_SYNC);
        assertThat(cuts).hasValue(0);
    }

    private WorkflowExecutionStatus readStatusOnFirst(HostRepository repository) {
        return started.get(0)
                .client()
                .newUntypedWorkflowStub(repository.id().workflowId())
                .describe()
                .getStatus();
    }

    @Test
    void aServiceThatHasNothingLeftIsEnded() {
        HostRepository one = repository("one");
        down.set(true);
        temporal.request(one, Trigger.WEBHOOK);
        awaitState(one, RunPhase.RETRYING);
        wear(one);

        Awaitility.await().until(() -> {
            temporal.recycleIfWorn();
            return isEnded(0);
        });

        awaitState(one, RunPhase.RETRYING);
        assertThat(services).hasValue(2);
    }

    @Test
    void whatIsAskedOfALongRunIsDoneAfterItAndWhereItsServiceIsGoneByTheFreshOne() throws Exception {
        HostRepository one = repository("one");
        CompletableFuture<ReconcileResult> first = temporal.awaitPass(LARGE, Trigger.MANUAL);
        Awaitility.await().until(() -> fetched(LARGE) == 1);
        wear(one);
        Awaitility.await().until(() -> {
            temporal.recycleIfWorn();
            return services.get() == 2;
        });

        CompletableFuture<ReconcileResult> second = temporal.awaitPass(LARGE, Trigger.WEBHOOK);
        released.countDown();

        assertThat(first.get(1, TimeUnit.MINUTES).outcome()).isEqualTo(Outcome.IN_SYNC);
        assertThat(second.get(1, TimeUnit.MINUTES).outcome()).isEqualTo(Outcome.IN_SYNC);
        assertThat(fetched(LARGE)).isEqualTo(2);
        awaitState(LARGE, RunPhase.OVER);
        temporal.recycleIfWorn();
        assertThat(temporal.readLatestRun(LARGE).state()).isEqualTo(RunPhase.ABSENT);
        assertThat(temporal.awaitPass(LARGE, Trigger.MANUAL)
                        .get(1, TimeUnit.MINUTES)
                        .outcome())
                .isEqualTo(Outcome.IN_SYNC);
    }

    @Test
    void aServiceThatIsNotWornStays() {
        HostRepository one = repository("one");
        temporal.request(one, Trigger.MANUAL);
        awaitState(one, RunPhase.OVER);

        temporal.recycleIfWorn();

        assertThat(services).hasValue(1);
        assertThat(temporal.readLatestRun(one).state()).isEqualTo(RunPhase.OVER);
    }

    @Test
    void aRenewalThatFailsOnItsWayStartsNoSecondServiceAndIsFinishedByTheNextLook() {
        HostRepository one = repository("one");
        AtomicBoolean isFailing = new AtomicBoolean(true);
        SelfRenewingTemporal renewed = new SelfRenewingTemporal(this::fresh, 1, repository -> {
            if (isFailing.getAndSet(false)) {
                throw new IllegalStateException("for a moment");
            }
        });
        down.set(true);
        renewed.request(one, Trigger.MANUAL);

        Awaitility.await()
                .ignoreExceptionsMatching(failure -> "for a moment".equals(failure.getMessage()))
                .until(() -> {
                    renewed.recycleIfWorn();
                    return isEnded(1);
                });

        assertThat(isFailing).isFalse();
        assertThat(services).hasValue(3);
        Awaitility.await().until(() -> servedBy.get(one.id()).contains(3));
    }

    private boolean isEnded(int service) {
        return started.get(service).client().getWorkflowServiceStubs().isShutdown();
    }

    @Test
    void aDecisionThatIsOnItsWayGoesWhereTheOtherRequestsOfItsRepositoryGo() throws Exception {
        HostRepository one = repository("one");
        LateThreads late = new LateThreads();
        SelfRenewingTemporal renewed = new SelfRenewingTemporal(() -> startWith(late), 1);
        renewed.request(one, Trigger.MANUAL);
        Awaitility.await().until(() -> renewed.readLatestRun(one).state() == RunPhase.OVER);
        CompletableFuture<ReconcileResult> decided = renewed.decide(one, KEEP_LOCAL);

        renewed.recycleIfWorn();
        CompletableFuture<ReconcileResult> asked = renewed.awaitPass(one, Trigger.MANUAL);
        late.isThere.complete(null);

        assertThat(asked.get(1, TimeUnit.MINUTES).outcome()).isEqualTo(Outcome.IN_SYNC);
        assertThat(decided.get(1, TimeUnit.MINUTES).repository()).isEqualTo(one.id());
        assertThat(servedBy.get(one.id())).containsOnly(2);
        assertThat(services).hasValue(3);
    }

    private EmbeddedTemporal startWith(TemporalTraces traces) {
        WorkerObservers none = WorkerObservers.of(result -> {});
        return EmbeddedTemporal.start(
                HostQueues.single("host-1", 4),
                newActivities(),
                new WorkerObservers(none.outcomes(), none.steps(), none.measures(), none.cases(), traces));
    }

    /** Whoever waits for a pass, or decides, does so by a thread that is there only later. */
    private static final class LateThreads implements TemporalTraces {
        private final CompletableFuture<Void> isThere = new CompletableFuture<>();

        @Override
        public List<WorkflowClientInterceptor> ofClients() {
            return List.of();
        }

        @Override
        public List<WorkerInterceptor> ofWorkers() {
            return List.of();
        }

        @Override
        public Executor carryTo(Executor threads) {
            return work -> isThere.thenRunAsync(work, threads);
        }
    }

    private void wear(HostRepository repository) {
        for (int i = 0; i < WORN; i++) {
            temporal.request(repository, Trigger.WEBHOOK);
        }
    }

    private int fetched(HostRepository repository) {
        return servedBy.getOrDefault(repository.id(), List.of()).size();
    }
}
