package dev.reconciler.worker.power;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The effect before which a run is cut, and the one before which the next run is cut in its recovery.
 *
 * @param effect counted from 1; one more than a run has: after its end
 * @param recovery 0 where the next run goes on to its end
 */
record CutPoint(int effect, int recovery) {
    /** Of so many points, one is cut in its recovery as well. */
    private static final int RECOVERIES = 5;

    /** Points all over a run, with those in recoveries. */
    static List<CutPoint> every(int step, int effects) {
        return IntStream.iterate(step, effect -> effect <= effects + 1, effect -> effect + step)
                .boxed()
                .flatMap(effect -> Stream.of(new CutPoint(effect, 0), new CutPoint(effect, chooseRecovery(effect))))
                .filter(point -> point.recovery == 0 || point.effect / step % RECOVERIES == 0)
                .toList();
    }

    // Spread over the hundred effects that a recovery has at least; the same each time.
    private static int chooseRecovery(int effect) {
        return 1 + effect * 37 % 100;
    }

    /** So many points, spread over a run. */
    static List<CutPoint> spread(int points, int effects) {
        return IntStream.rangeClosed(1, points)
                .mapToObj(i -> new CutPoint(i * effects / (points + 1), 0))
                .toList();
    }

    int[] effects() {
        return recovery == 0 ? new int[] {effect} : new int[] {effect, recovery};
    }

    @Override
    public String toString() {
        return recovery == 0 ? Integer.toString(effect) : effect + "+" + recovery;
    }
}
