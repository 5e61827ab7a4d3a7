package dev.reconciler.worker.worlds;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * One thing that happens in a world.
 *
 * @param chance what is left open in the deed is drawn from a sequence that begins with this, so that the same deed in
 *     a shorter script does the same
 */
record WorldStep(Deed deed, int chance) {
    /** Chooses what happens. */
    static List<WorldStep> choose(long seed, int length, List<Deed> deeds) {
        Random random = new Random(seed);
        List<WorldStep> steps = new ArrayList<>();
        for (int i = 0; i < length; i++) {
            steps.add(any(random, deeds));
        }
        return steps;
    }

    static WorldStep any(Random random, List<Deed> deeds) {
        int all = deeds.stream().mapToInt(Deed::weight).sum();
        int left = random.nextInt(all);
        for (Deed deed : deeds) {
            left -= deed.weight();
            if (left < 0) {
                return new WorldStep(deed, random.nextInt(1 << 30));
            }
        }
        throw new AssertionError("no deed has a weight");
    }

    Random random() {
        return new Random(chance);
    }

    @Override
    public String toString() {
        return deed + " " + chance;
    }
}
