/**
 * The commands, one class each, and the options that they share.
 *
 * <p>Start with {@link dev.reconciler.worker.cli.command.OnceCommand}; {@link
 * dev.reconciler.worker.cli.command.RepositoryOptions} says which repositories a command is about. Commands see the
 * {@code port} and the configuration, and nothing of Temporal.
 */
@NullMarked
package dev.reconciler.worker.cli.command;

import org.jspecify.annotations.NullMarked;
