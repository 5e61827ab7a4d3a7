package dev.reconciler.workflow.host;

import io.temporal.workflow.SignalMethod;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/**
 * Holds what a host tells the other hosts, in its memo {@link #LISTING}, for as long as the host exists.
 *
 * <p>Started by the host's worker with signal-with-start under {@link HostListing#workflowId}. A host that is gone for
 * good is retired by terminating its workflow.
 */
@WorkflowInterface
public interface HostWorkflow {
    /** The type's name. */
    String TYPE = "HostWorkflow";

    /** The signal's name. */
    String ANNOUNCE = "announce";

    /** The memo that holds the {@link HostListing}. */
    String LISTING = "listing";

    /** Never ends by itself. */
    @WorkflowMethod(name = TYPE)
    void hold(HostListing listing);

    /** Replaces the listing. */
    @SignalMethod(name = ANNOUNCE)
    void announce(HostListing listing);
}
