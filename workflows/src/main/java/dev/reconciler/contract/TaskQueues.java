package dev.reconciler.contract;

/** The task queues: workflows run anywhere, activities run where the disk is. */
public final class TaskQueues {
    /** Where workflow workers listen. */
    public static final String WORKFLOWS = "reconcile";

    private TaskQueues() {}

    /** Where the activity worker of a host listens. */
    public static String activities(String host) {
        return WORKFLOWS + "-" + host;
    }
}
