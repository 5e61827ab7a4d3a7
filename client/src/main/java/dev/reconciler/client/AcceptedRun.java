package dev.reconciler.client;

/**
 * A run that was started, or that was asked for another pass.
 *
 * @param workflowId the ID of its workflow
 * @param runId the run of that workflow
 */
public record AcceptedRun(String workflowId, String runId) {}
