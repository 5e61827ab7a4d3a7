package dev.reconciler.worker.power;

import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * The calls of a run that are answered with an error.
 *
 * @param first counted from 1 among the calls that a system answers so
 * @param lasts whether all that follow are, too
 */
record DiskFaultPoint(InjectedError error, long first, boolean lasts) {
    /** Points all over a run with so many calls: each alone, and with all that follow. */
    static List<DiskFaultPoint> every(int step, InjectedError error, long calls) {
        return LongStream.iterate(1 + error.ordinal() * 7 % step, first -> first <= calls, first -> first + step)
                .boxed()
                .flatMap(first ->
                        Stream.of(new DiskFaultPoint(error, first, false), new DiskFaultPoint(error, first, true)))
                .toList();
    }

    long last() {
        return lasts ? Long.MAX_VALUE : first;
    }

    /** A fault that is over at once is survived by the next try. */
    boolean mayEndRun() {
        return lasts && error.isFault();
    }

    @Override
    public String toString() {
        return error + " " + first + (lasts ? "+" : "");
    }
}
