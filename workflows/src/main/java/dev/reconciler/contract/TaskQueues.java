package dev.reconciler.contract;

/**
 * The task queues: workflows run anywhere, activities run where the disk is.
 *
 * <p>Every activity goes to its host's queue first. Where as many as may be talk to its remote, the host names the queue
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

    /** Where those wait that the remote has failed before, so that a new run does not come after all of them. */
    public static String repeatedTurns(String turns) {
        return turns + "/again";
    }
}
