/**
 * The program: what a person types becomes a command, and what goes wrong becomes a message and an exit status.
 *
 * <p>Start with {@link dev.reconciler.worker.cli.Main}. The commands are in {@link dev.reconciler.worker.cli.command},
 * the options that choose their repositories in {@link dev.reconciler.worker.cli.options}, and their prints in {@link
 * dev.reconciler.worker.cli.output}. The commands do no work themselves: they call {@link dev.reconciler.worker.port}.
 */
@NullMarked
package dev.reconciler.worker.cli;

import org.jspecify.annotations.NullMarked;
