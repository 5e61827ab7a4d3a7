package dev.reconciler.worker.durability;

import dev.reconciler.model.Outcome;
import java.io.IOException;

/** What is measured: something that reconciles the site's repository once. */
interface Subject extends AutoCloseable {
    /** From the request to the outcome. */
    Outcome reconcile() throws IOException;

    /** The events in the history of the last reconciliation; 0 where there is no history. */
    int events();

    @Override
    void close();
}
