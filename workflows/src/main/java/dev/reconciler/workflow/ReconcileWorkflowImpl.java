package dev.reconciler.workflow;

import dev.reconciler.model.ErrorType;
import dev.reconciler.model.ReconcileResult;
import dev.reconciler.model.Trigger;
import dev.reconciler.workflow.host.HostListing;
import io.temporal.failure.ApplicationFailure;
import io.temporal.workflow.ContinueAsNewOptions;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInit;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The loop of a run.
 *
 * <p>Between the last look at the requests and the end there is no yield: a request that arrives while the last workflow
 * task runs makes the service refuse the completion, and the code runs again with the request in sight.
 */
public final class ReconcileWorkflowImpl implements ReconcileWorkflow {
    /** A run continues as new long before the service's limits, also where the service does not suggest it. */
    private static final long LONG_HISTORY = 2_000;

    private final Display display = new Display();
    private final ReconcileInput input;
    private final Requests requests;
    private final Waits waits;
    private final Ledger ledger;
    private Carried.@Nullable UnderWay underWay;

    /** Requests are handled before the first line of the workflow: the state has to be there before them. */
    @WorkflowInit
    public ReconcileWorkflowImpl(ReconcileInput input) {
        Carried carried = input.carried();
        this.input = input;
        this.requests = new Requests(input.host());
        this.waits = new Waits(requests);
        this.ledger = carried == null ? new Ledger(Waits.now()) : new Ledger(carried);
        this.underWay = carried == null ? null : carried.underWay();
    }

    @Override
    public ReconcileResult reconcile(ReconcileInput sameAsInConstructor) {
        display.started(input);
        ReconcileResult result;
        do {
            result = pass();
        } while (requests.pending());
        return finish(result);
    }

    @Override
    public void request(Trigger trigger, @Nullable String host) {
        requests.add(trigger, host);
    }

    @Override
    public RunStatus status() {
        return display.status(ledger);
    }

    private ReconcileResult pass() {
        Carried.UnderWay begun = underWay == null ? new Carried.UnderWay(Waits.now(), 0, null) : underWay;
        underWay = null;
        display.passBegan();
        Pass pass = new Pass(input, ledger, display, waits, begun);
        Optional<PassEnd> end = round(pass);
        while (end.isEmpty()) {
            continueAsNewIfLong(pass.underWay());
            end = round(pass);
        }
        pass.reload();
        ReconcileResult result = new Results(input, ledger).of(end.get(), pass);
        if (requests.pending()) {
            continueAsNewIfLong(null);
        }
        return result;
    }

    /** A round begins with a fetch, so it serves whatever was asked for until now. */
    private Optional<PassEnd> round(Pass pass) {
        requests.drain();
        String otherHost = requests.otherHost();
        return otherHost == null
                ? pass.round()
                : Optional.of(PassEnd.failed(
                        ErrorType.CONFIGURATION, HostListing.conflict(input.repository(), input.host(), otherHost)));
    }

    private void continueAsNewIfLong(Carried.@Nullable UnderWay pass) {
        boolean isLong = Workflow.getInfo().isContinueAsNewSuggested()
                || Workflow.getInfo().getHistoryLength() >= LONG_HISTORY;
        // A run that two hosts claim is about to fail: the next one would not know why.
        if (!isLong || requests.otherHost() != null) {
            return;
        }
        ContinueAsNewOptions options = ContinueAsNewOptions.newBuilder()
                .setMemo(RunSummary.memo(input))
                .setTypedSearchAttributes(Workflow.getTypedSearchAttributes())
                .build();
        Workflow.continueAsNew(options, input.carrying(ledger.carry(pass)));
    }

    private ReconcileResult finish(ReconcileResult result) {
        display.ended(result.outcome(), result.message());
        if (result.error() == null) {
            return result;
        }
        throw ApplicationFailure.newBuilder()
                .setType(result.error().type().wire())
                .setMessage(result.error().message())
                .setNonRetryable(true)
                .setDetails(result)
                .build();
    }
}
