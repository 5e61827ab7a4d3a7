package dev.reconciler.worker.port;

import java.io.PrintWriter;

/** Takes throw-away repositories through every outcome and prints the results. */
public interface Demonstration {
    /**
     * Runs every scene, and returns when all results were printed.
     *
     * @param out receives the answer: a table for people, or one JSON object a line
     * @param err receives everything else
     * @return the exit status: 0 if every scene had the outcome that it announced, otherwise 1
     */
    int run(DemoOptions options, PrintWriter out, PrintWriter err);
}
