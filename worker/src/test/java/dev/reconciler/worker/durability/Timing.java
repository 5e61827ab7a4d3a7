package dev.reconciler.worker.durability;

import dev.reconciler.model.Outcome;
import java.io.IOException;
import java.util.Arrays;

/** How long one kind of run took, many times over. */
record Timing(double p50, double p95, int events) {
    private static final int WARM_UP = 30;
    private static final int RUNS = 200;
    private static final double NANOS = 1e6;

    /** Something to do before each run, outside the time that is taken. */
    interface Preparation {
        void run() throws IOException;
    }

    static Timing of(Subject subject, Preparation preparation, Outcome expected) throws IOException {
        double[] millis = new double[RUNS];
        for (int run = -WARM_UP; run < RUNS; run++) {
            preparation.run();
            long start = System.nanoTime();
            Outcome outcome = subject.reconcile();
            double took = (System.nanoTime() - start) / NANOS;
            if (outcome != expected) {
                throw new AssertionError(outcome + " (expected: " + expected + ")");
            }
            if (run >= 0) {
                millis[run] = took;
            }
        }
        Arrays.sort(millis);
        return new Timing(millis[RUNS / 2], millis[RUNS * 95 / 100], subject.events());
    }
}
