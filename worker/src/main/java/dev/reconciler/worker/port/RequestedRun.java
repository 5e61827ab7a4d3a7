package dev.reconciler.worker.port;

/**
 * A run that was started, or asked for another pass.
 *
 * @param workflowId the workflow ID, the same for each run of the repository
 * @param runId the run ID, of this run alone
 */
public record RequestedRun(String workflowId, String runId) {}
