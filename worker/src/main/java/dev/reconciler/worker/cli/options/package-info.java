/**
 * The options that say which repositories a command is about, and what a clone says where nothing is typed.
 *
 * <p>Start with {@link dev.reconciler.worker.cli.options.RepositoryOptions}; {@link
 * dev.reconciler.worker.cli.options.CloneDefaults} asks the clone.
 */
@NullMarked
package dev.reconciler.worker.cli.options;

import org.jspecify.annotations.NullMarked;
