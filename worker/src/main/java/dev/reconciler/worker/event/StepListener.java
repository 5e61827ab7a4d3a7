package dev.reconciler.worker.event;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Is told of each step of a run that has ended on this host. */
@FunctionalInterface
public interface StepListener {
    /**
     * Is called by any thread, and must not block.
     *
     * @param step the activity's name, such as {@code Fetch}
     * @param failure the type of its failure; null where it has an answer
     */
    void stepEnded(String step, Duration took, @Nullable String failure);
}
