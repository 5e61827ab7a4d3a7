package dev.reconciler.activity;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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
    private final Map<String, RemoteSlots> remotes = new ConcurrentHashMap<>();

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
     * {@link #takeRemote}, and until then nobody gets a slot here who came after it.
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
     * The slots of one remote, and who was sent to wait for one in a task queue. What waits there is not seen from here: on a
     * busy machine its next one takes a while to come, and a slot that is free meanwhile is not for those who came later.
     */
    private static final class RemoteSlots {
        private final Semaphore free;

        /** The runs that were sent away and have not come again, in the order in which they came first. */
        private final Set<String> sentAway = new LinkedHashSet<>();

        RemoteSlots(int count) {
            this.free = new Semaphore(count, true);
        }

        Semaphore free() {
            return free;
        }

        Slot take(String run) throws InterruptedException {
            try {
                free.acquire();
                return free::release;
            } finally {
                welcome(run);
            }
        }

        Optional<Slot> tryTake(String run) throws InterruptedException {
            // Without the time, it would come before those that wait.
            if (isNext() && free.tryAcquire(0, TimeUnit.SECONDS)) {
                return Optional.of(free::release);
            }
            sendAway(run);
            return Optional.empty();
        }

        private synchronized boolean isNext() {
            return sentAway.isEmpty();
        }

        private synchronized void sendAway(String run) {
            sentAway.add(run);
        }

        /** Who was sent away before it and has not come was given up meanwhile: a task queue gives out in order. */
        private synchronized void welcome(String run) {
            if (sentAway.contains(run)) {
                while (!sentAway.iterator().next().equals(run)) {
                    sentAway.remove(sentAway.iterator().next());
                }
                sentAway.remove(run);
            }
        }
    }
}
