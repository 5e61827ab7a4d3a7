package dev.reconciler.workflow.host;

import io.temporal.workflow.ContinueAsNewOptions;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInit;
import java.util.Map;

/** Writes each announced listing into the memo, where other hosts read it without asking a worker. */
public final class HostWorkflowImpl implements HostWorkflow {
    /** Long before the service's limits: a worker that restarts all the time adds a few events each time. */
    private static final long LONG_HISTORY = 1_000;

    private HostListing listing;
    private HostListing shown;

    /** The starter has put the first listing into the memo. */
    @WorkflowInit
    public HostWorkflowImpl(HostListing listing) {
        this.listing = listing;
        this.shown = listing;
    }

    @Override
    public void hold(HostListing sameAsInConstructor) {
        while (!isLong()) {
            Workflow.await(() -> !listing.equals(shown) || isLong());
            showListing();
        }
        ContinueAsNewOptions options =
                ContinueAsNewOptions.newBuilder().setMemo(memo(listing)).build();
        Workflow.continueAsNew(options, listing);
    }

    private void showListing() {
        if (!listing.equals(shown)) {
            shown = listing;
            Workflow.upsertMemo(memo(shown));
        }
    }

    @Override
    public void announce(HostListing announced) {
        listing = announced;
    }

    private static boolean isLong() {
        return Workflow.getInfo().isContinueAsNewSuggested()
                || Workflow.getInfo().getHistoryLength() >= LONG_HISTORY;
    }

    /** What a run of this workflow is started with besides its listing. */
    public static Map<String, Object> memo(HostListing listing) {
        return Map.of(LISTING, listing);
    }
}
