package dev.reconciler.worker.worlds;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What became of a world.
 *
 * @param outcomes how its runs ended, each with its number
 * @param failure what was wrong; null where all was as it must be
 */
record WorldEnd(Map<String, Integer> outcomes, @Nullable Throwable failure) {}
