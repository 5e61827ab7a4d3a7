package dev.reconciler.benchmark;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/**
 * One thing, done by native git and by us on the same repository, in turn.
 *
 * @param target the ratio that is aimed at; 0 where there is none
 * @param git with git's own commands, a process each
 * @param ours the same effect
 * @param reset brings the repository back, untimed, before each of both
 */
record Pair(String name, double target, Work git, Work ours, Work reset) {
    /** A command of git's that takes longer than that is not run as often. */
    private static final Duration LONG = Duration.ofSeconds(20);

    /** What is over within milliseconds needs more warming up, and a median of more. */
    private static final Duration SHORT = Duration.ofSeconds(6);

    /** Something that is timed, or not. */
    interface Work {
        void run() throws Exception;
    }

    /** The medians. */
    record Measured(String name, double target, double git, double ours, int gitRuns, int runs) {
        double ratio() {
            return ours / git;
        }

        String row(String size) {
            return String.format(
                    Locale.ROOT,
                    "| %s | %s | %.1f | %.1f | %.2f | %s | %s |",
                    size,
                    name,
                    git,
                    ours,
                    ratio(),
                    target == 0 ? "" : String.format(Locale.ROOT, "%.2f", target),
                    target == 0 ? "" : ratio() <= target ? "met" : "missed");
        }
    }

    /** @param runs of each, at least: as many more as fit into {@link #SHORT} */
    Measured measure(int runs) throws Exception {
        repeat(runs, () -> time(ours));
        List<Double> gits = new ArrayList<>();
        List<Double> own = new ArrayList<>();
        repeat(runs, () -> {
            if (gits.isEmpty() || gits.get(0) < LONG.toMillis()) {
                gits.add(time(git));
            }
            own.add(time(ours));
        });
        return new Measured(name, target, median(gits), median(own), gits.size(), own.size());
    }

    private static void repeat(int least, Work work) throws Exception {
        long start = System.nanoTime();
        for (int i = 0; i < least || System.nanoTime() - start < SHORT.toNanos(); i++) {
            work.run();
        }
    }

    private double time(Work work) throws Exception {
        reset.run();
        long start = System.nanoTime();
        work.run();
        return (System.nanoTime() - start) / 1e6;
    }

    private static double median(List<Double> times) {
        List<Double> sorted = new ArrayList<>(times);
        Collections.sort(sorted);
        return sorted.get(sorted.size() / 2);
    }
}
