package dev.reconciler.worker.temporal.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reconciler.contract.RemoteState;
import dev.reconciler.model.BranchName;
import dev.reconciler.model.ErrorType;
import dev.reconciler.model.Outcome;
import dev.reconciler.model.ReconcileResult;
import dev.reconciler.worker.port.HostRepository;
import dev.reconciler.worker.port.LatestRun.RunPhase;
import dev.reconciler.worker.temporal.embedded.FetchingActivities;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class WorkflowRunsTest extends RunsFixture {
    @Test
    void aRunIsNamedAfterItsRepositoryAndHasItsResult() {
        HostRepository data = repository("runs-data");

        assertThat(runs.request(input(data)).workflowId()).isEqualTo("reconcile/runs-data");
        ReconcileResult result = runs.outcome(input(data)).join();

        assertThat(result.outcome()).isEqualTo(Outcome.IN_SYNC);
        assertThat(result.repository()).isEqualTo(data.id());
        assertThat(result.newCommit()).isEqualTo(FetchingActivities.COMMIT);
    }

    /** With a second run in place of a second pass, two runs would work on one disk. */
    @Test
    void requestsDuringARunAreServedByOneMorePassOfThatRun() throws Exception {
        HostRepository busy = repository("runs-busy");
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        onFetch(busy, heldUp(begun, go));
        CompletableFuture<ReconcileResult> first = runs.run(input(busy));
        begun.await();

        CompletableFuture<ReconcileResult> second = runs.run(input(busy));
        CompletableFuture<ReconcileResult> third = runs.run(input(busy));
        go.countDown();

        assertThat(first.join()).isEqualTo(second.join()).isEqualTo(third.join());
        assertThat(fetched(busy)).isEqualTo(2);
    }

    private static Supplier<RemoteState> heldUp(CountDownLatch begun, CountDownLatch go) {
        return () -> {
            begun.countDown();
            try {
                go.await();
            } catch (InterruptedException stop) {
                throw new IllegalStateException(stop);
            }
            return FetchingActivities.inSync();
        };
    }

    @Test
    void theResultOfARunThatFailedIsAResultToo() {
        HostRepository broken = repository("runs-broken");
        onFetch(broken, () -> {
            throw FetchingActivities.failure(ErrorType.REPOSITORY_CORRUPT.wire(), "no repository");
        });

        ReconcileResult result = runs.run(input(broken)).join();

        assertThat(result.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(Objects.requireNonNull(result.error()).type()).isEqualTo(ErrorType.REPOSITORY_CORRUPT);
        assertThat(result.message()).contains("no repository");
    }

    @Test
    void aRunThatAPersonEndedIsAnInternalFailure() {
        HostRepository gone = repository("runs-gone", "a-host-that-is-gone");
        CompletableFuture<ReconcileResult> outcome = runs.run(input(gone));
        CLIENT.newUntypedWorkflowStub("reconcile/runs-gone").terminate("enough");

        ReconcileResult result = outcome.join();

        assertThat(result.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(Objects.requireNonNull(result.error()).type()).isEqualTo(ErrorType.INTERNAL);
    }

    /** A host refuses a branch that its configuration no longer has: {@code boot} printed that, and nothing was looked at. */
    @Test
    void aRunOfAnOlderConfigurationIsNotWhatIsWaitedFor() {
        HostRepository data = repository("runs-cured");
        HostRepository before =
                new HostRepository(data.id(), HOST, new BranchName("before"), List.of(), Duration.ofHours(1));
        onFetch(data, () -> {
            throw FetchingActivities.refusedConnection();
        });
        runs.request(input(before));
        Awaitility.await()
                .until(() -> new LatestRunReader(CLIENT).readLatestRun(data).state() == RunPhase.RETRYING);
        AtomicBoolean isRefused = new AtomicBoolean();
        onFetch(data, () -> {
            if (isRefused.compareAndSet(false, true)) {
                throw FetchingActivities.failure(ErrorType.CONFIGURATION.wire(), "branch before is not configured");
            }
            return FetchingActivities.inSync();
        });

        ReconcileResult result = runs.awaitPass(input(data)).join();

        assertThat(isRefused).isTrue();
        assertThat(result.outcome()).isEqualTo(Outcome.IN_SYNC);
        assertThat(result.branch()).isEqualTo(data.branch());
    }

    @Test
    void whatTheConfigurationRefusesAgainIsTheResult() {
        HostRepository wrong = repository("runs-wrong");
        onFetch(wrong, () -> {
            throw FetchingActivities.failure(ErrorType.CONFIGURATION.wire(), "branch main is not configured");
        });

        ReconcileResult result = runs.awaitPass(input(wrong)).join();

        assertThat(Objects.requireNonNull(result.error()).type()).isEqualTo(ErrorType.CONFIGURATION);
        assertThat(fetched(wrong)).isEqualTo(2);
    }
}
