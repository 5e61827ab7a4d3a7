package dev.reconciler.worker.port;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The options of a {@link Demonstration}.
 *
 * @param directory the parent of the directory that holds the repositories; null: where temporary files go
 * @param keep whether the repositories stay when the demonstration is over
 * @param json whether the results are printed as JSON, one result a line
 */
public record DemoOptions(@Nullable Path directory, boolean keep, boolean json) {}
