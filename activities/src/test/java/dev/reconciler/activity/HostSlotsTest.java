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

    @Test
    void whoWasSentAwayAndGivenUpHoldsNobodyUpOnceTheNextOneHasCome() throws InterruptedException {
        Slot first = slots.takeRemote(REMOTE, "a");
        slots.takeRemote(REMOTE, "b");
        slots.tryRemote(REMOTE, "terminated");
        first.close();
        slots.tryRemote(REMOTE, "next");

        slots.takeRemote(REMOTE, "next").close();

        assertThat(slots.tryRemote(REMOTE, "c")).isPresent();
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
