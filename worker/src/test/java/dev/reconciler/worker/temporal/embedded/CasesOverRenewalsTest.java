package dev.reconciler.worker.temporal.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reconciler.contract.CaseTerms;
import dev.reconciler.contract.ConflictNews;
import dev.reconciler.contract.FetchRequest;
import dev.reconciler.contract.PreservedConflict;
import dev.reconciler.contract.RemoteState;
import dev.reconciler.contract.cases.CaseNotice;
import dev.reconciler.contract.cases.CaseNotice.NoticeKind;
import dev.reconciler.contract.cases.CaseNotices;
import dev.reconciler.contract.cases.CaseState;
import dev.reconciler.contract.cases.ConflictLook;
import dev.reconciler.contract.cases.LookRequest;
import dev.reconciler.contract.cases.ToldCase;
import dev.reconciler.model.BranchName;
import dev.reconciler.model.RepositoryId;
import dev.reconciler.model.Trigger;
import dev.reconciler.worker.port.HostRepository;
import dev.reconciler.worker.port.LatestRun.RunPhase;
import dev.reconciler.worker.temporal.connection.TemporalTraces;
import dev.reconciler.worker.temporal.host.HostQueues;
import dev.reconciler.worker.temporal.host.WorkerObservers;
import dev.reconciler.workflow.cases.CaseInput;
import io.temporal.api.enums.v1.WorkflowExecutionStatus;
import io.temporal.client.WorkflowNotFoundException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** What becomes of the cases of conflicts where the service that has them is replaced. */
class CasesOverRenewalsTest {
    private static final HostRepository DATA = repository("data");
    private static final HostRepository LARGE = repository("large");
    private static final PreservedConflict CONFLICT =
            new PreservedConflict(new BranchName("conflicts/2026-01-01T00-00-00Z"), FetchingActivities.COMMIT);
    private static final Duration REMIND_EVERY = Duration.ofMillis(500);

    private final List<EmbeddedTemporal> started = new CopyOnWriteArrayList<>();
    private final Set<RepositoryId> looked = ConcurrentHashMap.newKeySet();
    private final ToldPeople people = new ToldPeople();
    private final CountDownLatch released = new CountDownLatch(1);
    private final SelfRenewingTemporal temporal = new SelfRenewingTemporal(this::fresh, 2, looked::remove);

    private EmbeddedTemporal fresh() {
        WorkerObservers none = WorkerObservers.of(result -> {});
        EmbeddedTemporal fresh = EmbeddedTemporal.start(
                HostQueues.single("host-1", 4),
                FetchingActivities.keepingCases(this::fetch, this::look),
                new WorkerObservers(none.outcomes(), none.steps(), none.measures(), people, TemporalTraces.OFF));
        started.add(fresh);
        return fresh;
    }

    /** Sees the conflict for as long as no case has looked at it; the large one once it is released. */
    private RemoteState fetch(FetchRequest request) {
        RepositoryId repository = request.target().repository();
        if (repository.equals(LARGE.id())) {
            awaitRelease();
            return FetchingActivities.inSync();
        }
        List<PreservedConflict> news = looked.contains(repository) ? List.of() : List.of(CONFLICT);
        return FetchingActivities.inSync()
                .withConflicts(new ConflictNews(new CaseTerms(REMIND_EVERY, Duration.ofHours(1)), news));
    }

    private void awaitRelease() {
        try {
            released.await();
        } catch (InterruptedException cut) {
            Thread.currentThread().interrupt();
        }
    }

    private ConflictLook look(LookRequest request) {
        looked.add(request.target().repository());
        return ConflictLook.over(CaseState.OPEN, FetchingActivities.COMMIT, FetchingActivities.COMMIT);
    }

    /** Notes when they are reminded, and remembers over renewals what they were told. */
    private static final class ToldPeople implements CaseNotices {
        private final List<Instant> reminded = new CopyOnWriteArrayList<>();
        private ToldCase told = ToldCase.NOTHING;

        @Override
        public synchronized ToldCase tell(CaseNotice notice) {
            if (notice.kind() == NoticeKind.REMINDED) {
                reminded.add(notice.at());
            }
            told = told.with(notice.kind(), notice.at());
            return told;
        }
    }

    private static HostRepository repository(String id) {
        return new HostRepository(
                new RepositoryId(id), "host-1", new BranchName("main"), List.of(), Duration.ofHours(1));
    }

    private Optional<WorkflowExecutionStatus> findCaseOn(int service) {
        try {
            return Optional.of(started.get(service)
                    .client()
                    .newUntypedWorkflowStub(CaseInput.workflowId(CaseInput.nameOf(DATA.id(), CONFLICT)))
                    .describe()
                    .getStatus());
        } catch (WorkflowNotFoundException none) {
            return Optional.empty();
        }
    }

    @Test
    void aCaseGoesOnOnTheFreshServiceAloneThoughItsOldOneStaysForOthers() {
        temporal.request(LARGE, Trigger.MANUAL);
        temporal.request(DATA, Trigger.MANUAL);
        Awaitility.await().until(() -> !people.reminded.isEmpty());

        Awaitility.await().until(() -> {
            temporal.recycleIfWorn();
            return started.size() == 2 && findCaseOn(1).isPresent();
        });
        int before = people.reminded.size();
        Awaitility.await().until(() -> people.reminded.size() >= before + 4);

        List<Instant> reminded = List.copyOf(people.reminded);
        for (int i = 1; i < reminded.size(); i++) {
            assertThat(reminded.get(i)).isAfterOrEqualTo(reminded.get(i - 1).plus(REMIND_EVERY));
        }
        assertThat(findCaseOn(0)).contains(WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_TERMINATED);
        assertThat(findCaseOn(1)).contains(WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_RUNNING);
        assertThat(temporal.readLatestRun(LARGE).state()).isEqualTo(RunPhase.WORKING);
        released.countDown();
    }
}
