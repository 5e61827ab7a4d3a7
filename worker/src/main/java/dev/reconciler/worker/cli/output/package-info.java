/**
 * What commands print, for people or as JSON, and their exit statuses.
 *
 * <p>Start with {@link dev.reconciler.worker.cli.output.ResultPrinter}, then {@link
 * dev.reconciler.worker.cli.output.ExitStatus}.
 */
@NullMarked
package dev.reconciler.worker.cli.output;

import org.jspecify.annotations.NullMarked;
