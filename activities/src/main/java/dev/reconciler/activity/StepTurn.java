package dev.reconciler.activity;

import dev.reconciler.activity.HostSlots.Slot;
import dev.reconciler.contract.TaskQueues;
import dev.reconciler.git.error.RemoteUnavailableException;
import dev.reconciler.git.error.RepositoryBusyException;
import io.temporal.activity.ActivityInfo;
import java.time.Duration;
import java.util.Optional;

/** The turn of one activity among the many of its host: gets it a slot, and knows how long it waited. */
final class StepTurn {
    private static final Duration SHORTEST = Duration.ofSeconds(1);

    private final HostedRepositories host;
    private final ActivityInfo activity;
    private Duration waited;

    /** The activity has waited in its task queue. */
    StepTurn(HostedRepositories host, ActivityInfo activity) {
        this.host = host;
        this.activity = activity;
        this.waited = Duration.ofMillis(
                Math.max(0, activity.getStartedTimestamp() - activity.getCurrentAttemptScheduledTimestamp()));
    }

    /** How long the activity waited, in its task queue and then for its slot; zero where that is no time to speak of. */
    Duration waited() {
        return waited.compareTo(SHORTEST) < 0 ? Duration.ZERO : waited;
    }

    /** Waits for a slot of the disk. */
    Slot takeDisk() {
        try {
            return await(host.slots()::takeDisk);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new RepositoryBusyException("stopped while waiting for a turn on the disk");
        }
    }

    /**
     * Takes a slot of the remote: at once, where one is free; in the remote's queue, once there is one.
     *
     * @throws TurnTakenException where none is free and the activity is not in the remote's queue
     */
    Slot takeRemote(HostedRepository hosted) throws TurnTakenException {
        String remote = RemoteQueues.nameRemote(hosted.settings().remoteUrl());
        try {
            Optional<String> queue = host.queues().findQueue(remote);
            if (queue.isEmpty() || !isInHostQueue()) {
                return await(() -> host.slots().takeRemote(remote, activity.getWorkflowId()));
            }
            return host.slots()
                    .tryRemote(remote, activity.getWorkflowId())
                    .orElseThrow(() -> new TurnTakenException(remote, queue.get()));
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new RemoteUnavailableException("stopped while waiting for a turn at " + remote);
        }
    }

    private boolean isInHostQueue() {
        return activity.getActivityTaskQueue().equals(TaskQueues.activities(host.name()));
    }

    private Slot await(AwaitedSlot awaited) throws InterruptedException {
        long began = System.nanoTime();
        Slot slot = awaited.take();
        waited = waited.plusNanos(System.nanoTime() - began);
        return slot;
    }

    private interface AwaitedSlot {
        Slot take() throws InterruptedException;
    }

    /** As many as may be talk to the remote. Nothing was tried: the activity gets its turn in the remote's task queue. */
    static final class TurnTakenException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final String queue;

        TurnTakenException(String remote, String queue) {
            super("as many runs as may are at " + remote);
            this.queue = queue;
        }

        /** The task queue in which the activity gets its turn. */
        String queue() {
            return queue;
        }
    }
}
