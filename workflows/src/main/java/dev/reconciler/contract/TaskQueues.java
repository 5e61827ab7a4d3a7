package dev.reconciler.contract;

import java.util.Optional;

/**
 * The task queues: workflows run anywhere, activities run where the disk is.
 *
 * <p>Every activity goes to its host's queue first, but for those that the host has named another queue for. Where as many as may be talk to its remote, the host names the queue
 * in which the activity waits for its turn there: one for each remote that serves many repositories of the host.
 */
public final class TaskQueues {
    /** Where workflow workers listen. */
    public static final String WORKFLOWS = "reconcile";

    private TaskQueues() {}

    /** Where the activity worker of a host listens. */
    public static String activities(String host) {
        return WORKFLOWS + "-" + host;
    }

    /** Where the activities of a host wait for their turn at a remote. */
    public static String turns(String host, String remote) {
        return activities(host) + "/" + remote;
    }

    /** Where the activities of a host wait that call an application. No server of a remote has a slash in its name. */
    public static String applicationCalls(String host) {
        return activities(host) + "/application/calls";
    }

    /** Where those wait that the remote has failed before, so that a new run does not come after all of them. */
    public static String repeatedTurns(String turns) {
        return turns + "/again";
    }

    /** The host whose activities wait in that queue, whatever for; empty for a queue of no host. */
    public static Optional<String> findHost(String queue) {
        String start = activities("");
        // No name of a host has a slash.
        return queue.startsWith(start)
                ? Optional.of(queue.substring(start.length()).split("/", 2)[0])
                : Optional.empty();
    }
}
