/**
 * The program: what is typed becomes a command, and what goes wrong becomes a message and an exit status.
 *
 * <p>Start with {@link dev.reconciler.worker.cli.Main}. The commands are in {@code cli.command}, what they print in
 * {@code cli.output}.
 */
@NullMarked
package dev.reconciler.worker.cli;

import org.jspecify.annotations.NullMarked;
