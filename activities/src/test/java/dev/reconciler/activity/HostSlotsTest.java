package dev.reconciler.activity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reconciler.activity.HostSlots.Slot;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class HostSlotsTest {
    private static final String REMOTE = "git.example.org";

    private final HostSlots slots = new HostSlots(new HostConcurrency(1, 2));

    @Test
    void aRemoteHasSoManySlotsAndAnotherRemoteHasItsOwn() throws InterruptedException {
        assertThat(slots.tryRemote(REMOTE)).isPresent();
        assertThat(slots.tryRemote(REMOTE)).isPresent();

        assertThat(slots.tryRemote(REMOTE)).isEmpty();
        assertThat(slots.tryRemote("other.example.org")).isPresent();
    }

    @Test
    void aSlotIsFreeAgainOnceItIsClosed() throws InterruptedException {
        slots.takeRemote(REMOTE);
        Slot second = slots.takeRemote(REMOTE);

        second.close();

        assertThat(slots.tryRemote(REMOTE)).isPresent();
    }

    @Test
    void theStepsOfOneRemoteTakeNoSlotOfTheDisk() throws InterruptedException {
        slots.takeRemote(REMOTE);
        slots.takeRemote(REMOTE);

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
