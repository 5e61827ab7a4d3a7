package dev.reconciler.worker.port;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * How a demonstration is to run.
 *
 * @param directory where the repositories are made; null: a temporary directory
 * @param keep whether they stay afterwards
 * @param json whether results are printed as JSON, one a line
 */
public record DemoOptions(@Nullable Path directory, boolean keep, boolean json) {}
