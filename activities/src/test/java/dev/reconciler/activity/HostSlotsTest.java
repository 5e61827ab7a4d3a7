package dev.reconciler.activity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reconciler.activity.HostSlots.Slot;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class HostSlotsTest {
    private static final String REMOTE = "git.example.org";

    private final AtomicLong nanos = new AtomicLong();
    private final HostSlots slots = new HostSlots(new HostConcurrency(1, 2), nanos::get);

    @Test
    void aRemoteHasSoManySlotsAndAnotherRemoteHasItsOwn() throws InterruptedException {
        assertThat(slots.tryRemote(REMOTE, "a")).isPresent();
        assertThat(slots.tryRemote(REMOTE, "b")).isPresent();

        assertThat(slots.tryRemote(REMOTE, "c")).isEmpty();
        assertThat(slots.tryRemote("other.example.org", "a")).isPresent();
    }

    @Test
    void aSlotIsFreeAgainOnceItIsClosed() throws InterruptedException {
        slots.takeRemote(REMOTE, "a");
        Slot second = slots.takeRemote(REMOTE, "a");

        second.close();

        assertThat(slots.tryRemote(REMOTE, "a")).isPresent();
    }

    @Test
    void theStepsOfOneRemoteTakeNoSlotOfTheDisk() throws InterruptedException {
        slots.takeRemote(REMOTE, "a");
        slots.takeRemote(REMOTE, "a");

        assertThat(slots.takeDisk()).isNotNull();
    }

    @Test
    void whoComesFirstIsServedFirst() throws InterruptedException {
        Slot disk = slots.takeDisk();
        List<Integer> served = new CopyOnWriteArrayList<>();
        List<CompletableFuture<Void>> waiting = new CopyOnWriteArrayList<>();
        for (int i = 0; i < 5; i++) {
            int number = i;
            Thread thread = new Thread(() -> serve(number, served, waiting.get(number)));
            waiting.add(new CompletableFuture<>());
            thread.start();
            awaitWaiting(thread);
        }

        disk.close();
        waiting.forEach(CompletableFuture::join);

        assertThat(served).isEqualTo(IntStream.range(0, 5).boxed().toList());
    }

    @Test
    void whoWasSentAwayComesBeforeWhoCameLaterAlsoWhereASlotIsFreeMeanwhile() throws InterruptedException {
        Slot first = slots.takeRemote(REMOTE, "a");
        slots.takeRemote(REMOTE, "b");
        slots.tryRemote(REMOTE, "sent away");
        first.close();

        assertThat(slots.tryRemote(REMOTE, "later")).isEmpty();
        slots.takeRemote(REMOTE, "sent away").close();
        slots.takeRemote(REMOTE, "later").close();
        assertThat(slots.tryRemote(REMOTE, "c")).isPresent();
    }

    /** In a queue of its own, who has failed before comes earlier or later than they. */
    @Test
    void oneThatComesAgainLetsNobodyComeBeforeTheOthersThatWereSentAway() throws InterruptedException {
        Slot first = slots.takeRemote(REMOTE, "a");
        slots.takeRemote(REMOTE, "b");
        slots.tryRemote(REMOTE, "sent away");
        slots.tryRemote(REMOTE, "sent away too");
        first.close();

        slots.takeRemote(REMOTE, "sent away too").close();

        assertThat(slots.tryRemote(REMOTE, "later")).isEmpty();
    }

    /** Otherwise every run of a remote that was busy once would be sent away, as long as any come. */
    @Test
    void aSlotThatNobodyTakesForASecondIsForWhoComesThen() throws InterruptedException {
        Slot first = slots.takeRemote(REMOTE, "a");
        slots.takeRemote(REMOTE, "b");
        slots.tryRemote(REMOTE, "terminated");
        nanos.addAndGet(Duration.ofMinutes(1).toNanos());
        first.close();

        assertThat(slots.tryRemote(REMOTE, "c")).isEmpty();
        nanos.addAndGet(Duration.ofMillis(1_001).toNanos());

        assertThat(slots.tryRemote(REMOTE, "d")).isPresent();
    }

    private void serve(int number, List<Integer> served, CompletableFuture<Void> done) {
        try (Slot disk = slots.takeDisk()) {
            served.add(number);
            done.complete(null);
        } catch (InterruptedException stopped) {
            done.completeExceptionally(stopped);
        }
    }

    private static void awaitWaiting(Thread thread) {
        while (thread.getState() != Thread.State.WAITING) {
            Thread.onSpinWait();
        }
    }
}
