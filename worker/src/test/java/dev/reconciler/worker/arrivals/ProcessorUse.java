package dev.reconciler.worker.arrivals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;

/**
 * What was used of the processor up to a moment, as Linux tells it in its ticks of a hundredth of a second.
 *
 * @param worker by the worker
 * @param tests by this process, which asks and serves the small remotes, and by its children that have ended
 * @param machine by all programs
 * @param nanos when
 */
record ProcessorUse(long worker, long tests, long machine, long nanos) {
    private static final double TICKS = 100;
    private static final double NANOS = 1e9;

    static ProcessorUse read(ProcessHandle worker) throws IOException {
        return new ProcessorUse(
                readProcess(worker), readProcess(ProcessHandle.current()), readMachine(), System.nanoTime());
    }

    private static long readProcess(ProcessHandle process) throws IOException {
        String stat = Files.readString(Path.of("/proc", Long.toString(process.pid()), "stat"));
        // What follows the name, which may have spaces: the 14th to the 17th of all are the times.
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        return Arrays.stream(fields, 11, 15).mapToLong(Long::parseLong).sum();
    }

    private static long readMachine() throws IOException {
        String[] fields = Files.readAllLines(Path.of("/proc/stat")).get(0).split(" +", -1);
        // user, nice, system; idle and waiting for the disk are the next two; interrupts
        return Arrays.stream(fields, 1, 4).mapToLong(Long::parseLong).sum()
                + Arrays.stream(fields, 6, 8).mapToLong(Long::parseLong).sum();
    }

    /** The share of all processors that was used since, by each in percent. */
    String since(ProcessorUse earlier) {
        double ticks =
                (nanos - earlier.nanos) / NANOS * TICKS * Runtime.getRuntime().availableProcessors();
        return String.format(
                Locale.ROOT,
                "worker %.0f %%, with the remotes and who asks %.0f %%, machine %.0f %%",
                100 * (worker - earlier.worker) / ticks,
                100 * (worker - earlier.worker + tests - earlier.tests) / ticks,
                100 * (machine - earlier.machine) / ticks);
    }
}
