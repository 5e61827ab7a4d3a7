/**
 * The prints of the commands, for people or as JSON, and their exit statuses.
 *
 * <p>Start with {@link dev.reconciler.worker.cli.output.ResultPrinter}, then {@link
 * dev.reconciler.worker.cli.output.ExitStatus}; {@link dev.reconciler.worker.cli.output.StatusPrinter} formats the
 * table of {@code status}. Errors are not printed here, but by {@link dev.reconciler.worker.cli.Main}'s own handlers.
 */
@NullMarked
package dev.reconciler.worker.cli.output;

import org.jspecify.annotations.NullMarked;
