package dev.reconciler.worker.durability;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** How long one kind of run took, in milliseconds, many times over. */
final class Samples {
    private static final double NANOS = 1e6;

    private final List<Double> millis = new ArrayList<>();

    void add(long nanos) {
        millis.add(nanos / NANOS);
    }

    /** The time that this share of the runs did not exceed. */
    double percentile(int percent) {
        List<Double> sorted = new ArrayList<>(millis);
        Collections.sort(sorted);
        return sorted.get(Math.min(sorted.size() - 1, sorted.size() * percent / 100));
    }
}
