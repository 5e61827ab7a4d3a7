package dev.reconciler.activity;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The slots that the steps of a host work in: some for its disk and processor, and some for each remote. Who comes first
 * is served first.
 */
public final class HostSlots {
    private final HostConcurrency concurrency;
    private final Semaphore disk;
    private final Map<String, RemoteSlots> remotes = new ConcurrentHashMap<>();
    private final LongSupplier nanoTime;

    /** All slots are free. */
    public HostSlots(HostConcurrency concurrency) {
        this(concurrency, System::nanoTime);
    }

    HostSlots(HostConcurrency concurrency, LongSupplier nanoTime) {
        this.concurrency = concurrency;
        this.nanoTime = nanoTime;
        this.disk = new Semaphore(concurrency.runs(), true);
    }

    /** How the slots are used at this moment: those of the disk, and those of each remote that was talked to. */
    List<SlotUse> use() {
        List<SlotUse> uses = new ArrayList<>();
        uses.add(describe(null, concurrency.runs(), disk));
        new TreeMap<>(remotes)
                .forEach((remote, slots) -> uses.add(describe(remote, concurrency.slotsAt(remote), slots.free())));
        return uses;
    }

    private static SlotUse describe(@Nullable String remote, int count, Semaphore slots) {
        return new SlotUse(remote, count, count - slots.availablePermits(), slots.getQueueLength());
    }

    /** Waits for a slot of the disk and takes it. */
    Slot takeDisk() throws InterruptedException {
        disk.acquire();
        return disk::release;
    }

    /** Waits for a slot of the remote and takes it, for a run that may have been sent away before. */
    Slot takeRemote(String remote, String run) throws InterruptedException {
        return ofRemote(remote).take(run);
    }

    /**
     * Takes a slot of the remote; empty where none is free, or others wait for one. The run then comes again, to
     * {@link #takeRemote}, and until then nobody gets a slot here who came after it, unless one is free for a second
     * all the same.
     */
    Optional<Slot> tryRemote(String remote, String run) throws InterruptedException {
        return ofRemote(remote).tryTake(run);
    }

    private RemoteSlots ofRemote(String remote) {
        return remotes.computeIfAbsent(remote, first -> new RemoteSlots(concurrency.slotsAt(remote)));
    }

    /** A slot that is taken until it is closed, once. */
    interface Slot extends AutoCloseable {
        @Override
        void close();
    }

    /**
     * The slots of one remote, and who was sent to wait for one in a task queue. What waits there is not seen from here: on
     * a busy machine its next one takes a while to come, and a slot that is free meanwhile is not for those who came later.
     */
    private final class RemoteSlots {
        /** Who was sent away has come by then, or waits for something else. */
        private static final Duration PATIENCE = Duration.ofSeconds(1);

        private final Semaphore free;
        private final Set<String> sentAway = new HashSet<>();
        private long latestFull = nanoTime.getAsLong();

        RemoteSlots(int count) {
            this.free = new Semaphore(count, true);
        }

        Semaphore free() {
            return free;
        }

        Slot take(String run) throws InterruptedException {
            try {
                free.acquire();
                return this::release;
            } finally {
                welcome(run);
            }
        }

        private synchronized void welcome(String run) {
            sentAway.remove(run);
        }

        synchronized Optional<Slot> tryTake(String run) throws InterruptedException {
            if (free.availablePermits() > 0 && hasBeenFree()) {
                sentAway.clear();
            }
            // Without the time, it would come before those that wait.
            if (sentAway.isEmpty() && free.tryAcquire(0, TimeUnit.SECONDS)) {
                return Optional.of(this::release);
            }
            sentAway.add(run);
            return Optional.empty();
        }

        /** Whether nobody of all that were sent away has taken the slot, for so long. */
        private boolean hasBeenFree() {
            return nanoTime.getAsLong() - latestFull > PATIENCE.toNanos();
        }

        private synchronized void release() {
            if (free.availablePermits() == 0) {
                latestFull = nanoTime.getAsLong();
            }
            free.release();
        }
    }
}
