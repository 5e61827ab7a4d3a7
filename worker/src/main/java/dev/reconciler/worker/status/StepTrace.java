package dev.reconciler.worker.status;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * An activity of a run that has ended.
 *
 * @param name the name of the activity
 * @param took from when it was asked for to its end
 * @param failure what it failed of; null where it did not
 */
public record StepTrace(
        String name, Duration took, @Nullable String failure) {}
