/**
 * The commands, one class each.
 *
 * <p>Start with {@link dev.reconciler.worker.cli.command.OnceCommand} and its base {@link
 * dev.reconciler.worker.cli.command.ReconciliationCommand}, then {@link
 * dev.reconciler.worker.cli.command.ServiceRunCommand} for runs on a Temporal service. Commands see {@link
 * dev.reconciler.worker.port} and the configuration, and nothing of Temporal; {@link
 * dev.reconciler.worker.cli.options.RepositoryOptions} chooses their repositories.
 */
@NullMarked
package dev.reconciler.worker.cli.command;

import org.jspecify.annotations.NullMarked;
