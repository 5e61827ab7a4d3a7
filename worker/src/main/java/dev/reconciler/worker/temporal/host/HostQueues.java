package dev.reconciler.worker.temporal.host;

import dev.reconciler.activity.HostConcurrency;
import dev.reconciler.activity.RemoteQueues;
import dev.reconciler.contract.TaskQueues;
import dev.reconciler.worker.config.Configuration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The task queues that the activities of a host come from, each with the number of activities that it takes at once.
 *
 * @param host the name of the host
 * @param slots of each queue; at least that of {@link TaskQueues#activities}
 */
public record HostQueues(String host, Map<String, Integer> slots) {
    /** So many connections wait for all remotes together at most, however many remotes there are. */
    private static final int MOST_FOR_REMOTES = 256;

    /** So many applications may hang before the next one waits to be called. Each call has a thread or two. */
    private static final int APPLICATIONS = 32;

    public HostQueues {
        slots = Map.copyOf(slots);
    }

    /** Of a host that never sends an activity to wait elsewhere. */
    public static HostQueues single(String host, int slots) {
        return new HostQueues(host, Map.of(TaskQueues.activities(host), slots));
    }

    /** Of a host with that configuration. */
    public static HostQueues of(Configuration configuration) {
        HostConcurrency concurrency = configuration.concurrency();
        RemoteQueues remotes = new RemoteQueues(
                configuration.host(),
                concurrency,
                configuration.repositories().stream()
                        .map(repository -> repository.remote().value())
                        .toList());
        Map<String, Integer> slots = new LinkedHashMap<>();
        slots.put(TaskQueues.activities(configuration.host()), countHostSlots(concurrency, remotes.countRemotes()));
        remotes.turns().forEach((queue, turns) -> {
            slots.put(queue, turns);
            // A remote that hangs for the runs that it hung for before still has turns for new ones.
            slots.put(TaskQueues.repeatedTurns(queue), Math.max(1, turns / 2));
        });
        if (configuration.repositories().stream().anyMatch(repository -> repository.reload() != null)) {
            slots.put(TaskQueues.applicationCalls(configuration.host()), APPLICATIONS);
        }
        return new HostQueues(configuration.host(), slots);
    }

    // Enough for every remote to hang at all its connections while the steps on the disk go on: those that work, and as
    // many that are ready to.
    private static int countHostSlots(HostConcurrency concurrency, int remotes) {
        int forRemotes = (int) Math.min((long) concurrency.perRemote() * remotes, MOST_FOR_REMOTES);
        return forRemotes + 2 * concurrency.runs();
    }
}
