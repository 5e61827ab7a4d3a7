package dev.reconciler.worker;

import dev.reconciler.worker.operation.Demonstration;
import dev.reconciler.worker.operation.Reconciliation;

/** Puts the program together: the one place that knows which implementation does what. */
@SuppressWarnings("DoNotCallSuggester") // nothing is wired yet
public final class Assembly {

    /** On the Temporal service inside this process. */
    public Reconciliation reconciliation() {
        throw new UnsupportedOperationException("reconciliation");
    }

    /** On throw-away repositories. */
    public Demonstration demonstration() {
        throw new UnsupportedOperationException("demonstration");
    }
}
