/**
 * The options that choose the repositories of a command, and the values that a clone gives where the person types none.
 *
 * <p>Start with {@link dev.reconciler.worker.cli.options.RepositoryOptions}; {@link
 * dev.reconciler.worker.cli.options.CloneDefaults} asks the clone. The options of a single command are in its class in
 * {@link dev.reconciler.worker.cli.command}.
 */
@NullMarked
package dev.reconciler.worker.cli.options;

import org.jspecify.annotations.NullMarked;
