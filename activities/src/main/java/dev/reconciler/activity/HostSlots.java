package dev.reconciler.activity;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The slots that the steps of a host work in: some for its disk and processor, and some for each remote. Who comes first
 * is served first.
 */
public final class HostSlots {
    private final HostConcurrency concurrency;
    private final Semaphore disk;
    private final Map<String, Semaphore> remotes = new ConcurrentHashMap<>();

    /** All slots are free. */
    public HostSlots(HostConcurrency concurrency) {
        this.concurrency = concurrency;
        this.disk = new Semaphore(concurrency.runs(), true);
    }

    /** How the slots are used at this moment: those of the disk, and those of each remote that was talked to. */
    List<SlotUse> use() {
        List<SlotUse> uses = new ArrayList<>();
        uses.add(describe(null, concurrency.runs(), disk));
        new TreeMap<>(remotes)
                .forEach((remote, slots) -> uses.add(describe(remote, concurrency.slotsAt(remote), slots)));
        return uses;
    }

    private static SlotUse describe(@Nullable String remote, int count, Semaphore slots) {
        return new SlotUse(remote, count, count - slots.availablePermits(), slots.getQueueLength());
    }

    /** Waits for a slot of the disk and takes it. */
    Slot takeDisk() throws InterruptedException {
        return take(disk);
    }

    /** Waits for a slot of the remote and takes it. */
    Slot takeRemote(String remote) throws InterruptedException {
        return take(ofRemote(remote));
    }

    /** Takes a slot of the remote; empty where none is free, or others wait for one. */
    Optional<Slot> tryRemote(String remote) throws InterruptedException {
        Semaphore slots = ofRemote(remote);
        // Without the time, it would come before those that wait.
        return slots.tryAcquire(0, TimeUnit.SECONDS) ? Optional.of(slots::release) : Optional.empty();
    }

    private static Slot take(Semaphore slots) throws InterruptedException {
        slots.acquire();
        return slots::release;
    }

    private Semaphore ofRemote(String remote) {
        return remotes.computeIfAbsent(remote, first -> new Semaphore(concurrency.slotsAt(remote), true));
    }

    /** A slot that is taken until it is closed, once. */
    interface Slot extends AutoCloseable {
        @Override
        void close();
    }
}
