package dev.reconciler.worker.port;

import java.io.PrintWriter;

/** Takes throw-away repositories through every outcome and prints what happened. */
public interface Demonstration {
    /**
     * Returns when everything was shown.
     *
     * @param out takes what was asked for: what happened, or one JSON object a line
     * @param err takes everything else
     * @return the exit status: 0 if everything came out as announced
     */
    int run(DemoOptions options, PrintWriter out, PrintWriter err);
}
