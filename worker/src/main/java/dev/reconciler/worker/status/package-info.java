/**
 * How a repository is: the values that {@code status} prints.
 *
 * <p>Start with {@link dev.reconciler.worker.status.RepositoryStatus}. They are read in {@code temporal.status} and
 * printed in {@code cli.output}.
 */
@NullMarked
package dev.reconciler.worker.status;

import org.jspecify.annotations.NullMarked;
