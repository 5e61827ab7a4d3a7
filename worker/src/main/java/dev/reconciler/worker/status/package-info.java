/**
 * How a repository is: the values that {@code status} prints.
 *
 * <p>Start with {@link dev.reconciler.worker.status.RepositoryStatus}. They are read in {@link
 * dev.reconciler.worker.temporal.status temporal.status} and printed in {@link dev.reconciler.worker.cli.output
 * cli.output}.
 */
@NullMarked
package dev.reconciler.worker.status;

import org.jspecify.annotations.NullMarked;
