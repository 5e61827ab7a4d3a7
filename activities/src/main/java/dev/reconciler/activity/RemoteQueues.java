package dev.reconciler.activity;

import dev.reconciler.contract.TaskQueues;
import dev.reconciler.git.remote.transport.RemoteUrls;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The remotes of a host's repositories, and for each that more repositories have than may talk to it at once, the task
 * queue in which a run waits for its turn there. Waiting costs nothing in a task queue, and Temporal's UI shows it; an
 * activity that waited on the host would keep other repositories from theirs.
 */
public final class RemoteQueues {
    /** All remotes that are paths share one disk. */
    static final String THIS_DISK = "this-disk";

    private final HostConcurrency concurrency;
    private final Set<String> remotes;
    private final Map<String, String> queues;

    /**
     * Names the queues of a host.
     *
     * @param urls the remote's URL of each repository
     */
    public RemoteQueues(String host, HostConcurrency concurrency, Collection<String> urls) {
        this.concurrency = concurrency;
        Map<String, Long> counts =
                urls.stream().collect(Collectors.groupingBy(RemoteQueues::nameRemote, Collectors.counting()));
        this.remotes = Set.copyOf(counts.keySet());
        this.queues = counts.entrySet().stream()
                .filter(remote -> remote.getValue() > concurrency.slotsAt(remote.getKey()))
                .map(Map.Entry::getKey)
                .collect(Collectors.toUnmodifiableMap(Function.identity(), remote -> TaskQueues.turns(host, remote)));
    }

    /** The name of the remote that a URL leads to: its server, whatever the repository on it. */
    static String nameRemote(String url) {
        return RemoteUrls.findServer(url).orElse(THIS_DISK);
    }

    /** How many remotes there are. */
    public int countRemotes() {
        return remotes.size();
    }

    /** The queues in which runs wait for their turn, each with the number of turns at once. */
    public Map<String, Integer> turns() {
        return queues.entrySet().stream()
                .collect(Collectors.toUnmodifiableMap(
                        Map.Entry::getValue, remote -> concurrency.slotsAt(remote.getKey())));
    }

    /** Finds the queue of a remote; empty where no repository has to wait for its turn there. */
    Optional<String> findQueue(String remote) {
        return Optional.ofNullable(queues.get(remote));
    }
}
