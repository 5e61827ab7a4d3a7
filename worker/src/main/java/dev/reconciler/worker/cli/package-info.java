/**
 * The program: the words that a person types become a command, and a failure becomes a message and an exit status.
 *
 * <p>Start with {@link dev.reconciler.worker.cli.Main}. The commands are in {@link dev.reconciler.worker.cli.command},
 * the options that choose their repositories in {@link dev.reconciler.worker.cli.options}, and their prints in {@link
 * dev.reconciler.worker.cli.output}. The commands do no work themselves: they call {@link dev.reconciler.worker.port}.
 */
@NullMarked
package dev.reconciler.worker.cli;

import org.jspecify.annotations.NullMarked;
