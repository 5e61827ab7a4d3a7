package dev.reconciler.worker.temporal.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reconciler.model.Outcome;
import dev.reconciler.model.ReconcileResult;
import dev.reconciler.model.Trigger;
import dev.reconciler.worker.port.HostRepository;
import dev.reconciler.worker.port.PassWaits;
import dev.reconciler.worker.port.TemporalUnavailableException;
import dev.reconciler.worker.temporal.embedded.FetchingActivities;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class SharedPassWaitsTest extends RunsFixture {
    private final AtomicInteger updates = new AtomicInteger();
    private final PassWaits waits = new SharedPassWaits(this::ask, new TemporalRunStarter(runs));

    private CompletableFuture<ReconcileResult> ask(HostRepository repository, Trigger trigger) {
        updates.incrementAndGet();
        return runs.awaitPass(TemporalRunStarter.newInput(repository, trigger));
    }

    private static ReconcileResult take(CompletableFuture<ReconcileResult> answer) throws Exception {
        return answer.get(1, TimeUnit.MINUTES);
    }

    @Test
    void twoHundredWhoWaitAreAnsweredByPassesThatBeganAfterTheyCame() throws Exception {
        HostRepository busy = repository("waits-busy");
        AtomicInteger begun = new AtomicInteger();
        onFetch(busy, () -> {
            begun.incrementAndGet();
            return FetchingActivities.inSync();
        });

        List<CompletableFuture<Integer>> passes = IntStream.range(0, 200)
                .mapToObj(each -> CompletableFuture.supplyAsync(begun::get)
                        .thenCompose(before ->
                                waits.awaitPass(busy, Trigger.MANUAL).thenApply(result -> begun.get() - before)))
                .toList();

        for (CompletableFuture<Integer> after : passes) {
            assertThat(after.get(1, TimeUnit.MINUTES)).isPositive();
        }
        // Temporal refuses the eleventh update that waits in one run.
        assertThat(updates.get()).isLessThan(100);
    }

    @Test
    void whoComesWhileTheRunWaitsForItsRemoteIsServedAtOnce() throws Exception {
        HostRepository away = repository("waits-away");
        AtomicBoolean down = new AtomicBoolean(true);
        onFetch(away, () -> {
            if (down.get()) {
                throw FetchingActivities.refusedConnection();
            }
            return FetchingActivities.inSync();
        });
        CompletableFuture<ReconcileResult> first = waits.awaitPass(away, Trigger.MANUAL);
        // By then the run waits for seconds.
        Awaitility.await().until(() -> fetched(away) > 3);

        down.set(false);
        CompletableFuture<ReconcileResult> second = waits.awaitPass(away, Trigger.MANUAL);

        assertThat(take(second).outcome()).isEqualTo(Outcome.IN_SYNC);
        assertThat(take(first).outcome()).isEqualTo(Outcome.IN_SYNC);
    }

    @Test
    void aServiceThatIsAwayIsToldToEachAndTheNextIsServed() throws Exception {
        HostRepository data = repository("waits-data");
        AtomicBoolean away = new AtomicBoolean(true);
        PassWaits unsteady = new SharedPassWaits(
                (repository, trigger) -> {
                    if (away.get()) {
                        throw new TemporalUnavailableException("away", new IllegalStateException("away"));
                    }
                    return ask(repository, trigger);
                },
                new TemporalRunStarter(runs));

        assertThatThrownBy(() -> take(unsteady.awaitPass(data, Trigger.MANUAL)))
                .hasCauseInstanceOf(TemporalUnavailableException.class);
        away.set(false);

        assertThat(take(unsteady.awaitPass(data, Trigger.MANUAL)).outcome()).isEqualTo(Outcome.IN_SYNC);
    }

    /** The trigger for those who share the next request did not get through; nobody waits for it. */
    @Test
    void whoIsToldThatTheServiceIsAwayIsNotWaitedForAnyMore() {
        HostRepository data = repository("waits-refused");
        CompletableFuture<ReconcileResult> first = new CompletableFuture<>();
        AtomicInteger requests = new AtomicInteger();
        PassWaits unsteady = new SharedPassWaits(
                (repository, trigger) -> {
                    requests.incrementAndGet();
                    return first;
                },
                (repository, trigger) -> {
                    throw new TemporalUnavailableException("away", new IllegalStateException("away"));
                });
        CompletableFuture<ReconcileResult> served = unsteady.awaitPass(data, Trigger.MANUAL);

        CompletableFuture<ReconcileResult> refused = unsteady.awaitPass(data, Trigger.MANUAL);

        assertThatThrownBy(() -> take(refused)).hasCauseInstanceOf(TemporalUnavailableException.class);
        first.complete(ReconcileResult.builder(data.id(), data.branch(), Trigger.MANUAL)
                .outcome(Outcome.IN_SYNC, "both sides hold it")
                .build());
        assertThat(served).isCompleted();
        assertThat(requests).hasValue(1);
    }
}
