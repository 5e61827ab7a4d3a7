package dev.reconciler.worker.worlds;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What happens in one world, in its order.
 *
 * @param seed of the world itself, and of the script before anything was left out
 */
record WorldScript(long seed, List<WorldStep> steps) {
    private static final int FRAMES = 5;

    /** @param deeds of which it is made */
    static WorldScript of(long seed, int length, List<Deed> deeds) {
        return new WorldScript(seed, WorldStep.choose(seed, length, deeds));
    }

    /** Makes the world, and lets it happen. */
    WorldEnd perform(WorldPlaces places, WorldHost host) throws IOException {
        try {
            World world = World.make(places, seed, host);
            for (WorldStep step : steps) {
                world.perform(step);
            }
            world.end();
            return new WorldEnd(world.outcomes(), null);
        } catch (Exception | AssertionError failed) {
            return new WorldEnd(Map.of(), failed);
        } finally {
            places.delete(seed);
        }
    }

    /** Leaves out what is not needed for something to be wrong, and says what is left and what is wrong then. */
    String shrink(WorldPlaces places, WorldHost host, Throwable found) throws IOException {
        List<WorldStep> needed = steps;
        Throwable why = found;
        for (int size = steps.size() / 2; size > 0; size /= 2) {
            for (int from = needed.size() - size; from >= 0; from -= size) {
                List<WorldStep> fewer = new ArrayList<>(needed);
                fewer.subList(from, from + size).clear();
                Throwable still =
                        new WorldScript(seed, fewer).perform(places, host).failure();
                if (still != null) {
                    needed = fewer;
                    why = still;
                }
            }
        }
        return describe(needed, why);
    }

    private String describe(List<WorldStep> needed, Throwable why) {
        String list = needed.stream().map(step -> "\n  " + step).collect(Collectors.joining());
        String where = Stream.of(why.getStackTrace())
                .filter(frame -> frame.getClassName().startsWith("dev.reconciler"))
                .limit(FRAMES)
                .map(frame -> "\n  at " + frame)
                .collect(Collectors.joining());
        return "seed " + seed + list + "\n" + why + where;
    }
}
