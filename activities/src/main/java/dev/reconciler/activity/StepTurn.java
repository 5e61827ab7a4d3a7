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
    private final String workflowId;
    private final boolean isInHostQueue;
    private Duration waited;

    private StepTurn(HostedRepositories host, String workflowId, boolean isInHostQueue, Duration waited) {
        this.host = host;
        this.workflowId = workflowId;
        this.isInHostQueue = isInHostQueue;
        this.waited = waited;
    }

    /** The turn of an activity, which has waited in its task queue. */
    static StepTurn of(HostedRepositories host, ActivityInfo activity) {
        return new StepTurn(
                host,
                activity.getWorkflowId(),
                activity.getActivityTaskQueue().equals(TaskQueues.activities(host.name())),
                Duration.ofMillis(
                        Math.max(0, activity.getStartedTimestamp() - activity.getCurrentAttemptScheduledTimestamp())));
    }

    /** The turn of whoever takes a step by himself: in no queue, so it waits for its slots. */
    static StepTurn ofCaller(HostedRepositories host, String workflowId) {
        return new StepTurn(host, workflowId, false, Duration.ZERO);
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
            if (queue.isEmpty() || !isInHostQueue) {
                return await(() -> host.slots().takeRemote(remote, workflowId));
            }
            return host.slots()
                    .tryRemote(remote, workflowId)
                    .orElseThrow(() -> new TurnTakenException(remote, queue.get()));
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new RemoteUnavailableException("stopped while waiting for a turn at " + remote);
        }
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
